-- Two mailings a month, what became of each mail, and the machines that open and click.
create table mailings as
select
    'M-' || strftime(first_day, '%Y%m') || '-1' as campaign_id,
    'ツムギノ通信 ' || strftime(first_day, '%Y年%-m月号') as campaign_name,
    cast(second_tuesday as timestamp) + interval 10 hour as starts_at,
    false as is_invitation,
    3 + month_no % 2 as link_count

from months

union all

select
    'M-' || strftime(first_day, '%Y%m') || '-2',
    '【ウェビナーのご案内】' || topic,
    cast(first_thursday as timestamp) + interval 11 hour,
    true,
    3

from months
inner join webinar_topics using (month_no);

create table links as
select
    campaign_id,
    cast(position as integer) as position,
    'https://www.tsumugino.example/' || if(
        is_invitation, ['webinar', 'webinar/speakers', 'trial'][position],
        ['blog', 'case-study', 'release', 'download'][position]
    ) || '?utm_source=email&utm_campaign=' || lower(campaign_id) as url

from mailings
cross join generate_series(1, 4) as t (position)
where position <= link_count;

create table mails as
with recipients as (

    select
        people.*,
        -- Behind a privacy proxy, or behind a gateway of the company that follows links.
        u('privacy proxy', contact_id) < 0.05 as has_proxy,
        u('gateway', no) < 0.025 as has_gateway

    from people
    where consent_email and email is not null

),

sent as (

    select
        recipients.*,
        mailings.* exclude (is_invitation),
        contact_id || campaign_id as mail_key,
        starts_at + to_seconds(whole(0, 900, 'sent', mail_key)) as sent_at,
        case
            when u('hard bounce', mail_key) < 0.005 then 'hard_bounce'
            when u('soft bounce', mail_key) < 0.010 then 'soft_bounce'
            when u('unsubscribe', mail_key) < 0.0012 then 'unsubscribe'
            else 'delivered'
        end as outcome

    from recipients
    inner join mailings
        on recipients.known_at < mailings.starts_at
        and (not is_invitation or recipients.role <> '利用者')

),

until_bounced as (

    select *
    from sent
    qualify sent_at <= coalesce(
        min(sent_at) filter (where outcome in ('hard_bounce', 'unsubscribe')) over (partition by contact_id),
        sent_at
    )

),

complaints as (

    select
        mail_key,
        contact_id,
        sent_at as complained_at

    from until_bounced
    where outcome = 'delivered' and starts_at between '2025-01-01' and '2026-02-01'
    order by u('complaint', mail_key), mail_key
    limit 2

)

select
    'S' || lpad(cast(row_number() over (order by until_bounced.sent_at, until_bounced.mail_key) as varchar), 7, '0') as send_id,
    until_bounced.* replace (if(complaints.mail_key = until_bounced.mail_key, 'complaint', outcome) as outcome),
    until_bounced.sent_at + to_seconds(whole(1, 20, 'delivery', until_bounced.mail_key)) as arrived_at,
    -- Interest: the person's own, and how it goes between the companies that month.
    (0.4 + 1.2 * u('interest', until_bounced.contact_id)) * (0.5 + 0.55 * coalesce(liveliness, 0.4)) as interest

from until_bounced
left join complaints using (contact_id)
inner join months
    on cast(until_bounced.sent_at as date) between first_day and last_day
left join account_months
    on until_bounced.no = account_months.no
    and months.month_no = account_months.month_no
where until_bounced.sent_at <= coalesce(complained_at, until_bounced.sent_at);

create table opens as
with opened as (

    select
        *,
        arrived_at
        + to_seconds(60 + cast(floor(u('open delay', mail_key) * u('open delay', mail_key) * u('open delay', mail_key) * 259200) as bigint))
            as opened_at

    from mails
    where outcome not in ('hard_bounce', 'soft_bounce') and not has_proxy and u('open', mail_key) < 0.27 * interest

)

select
    *,
    opened_at + to_seconds(cast(again * whole(3600, 90000, 'open again', mail_key) as bigint)) as occurred_at

from opened
cross join generate_series(0, 1) as t (again)
where again = 0 or u('opens again', mail_key) < 0.2;

create table clicks as
with clickers as (

    select
        *,
        opened_at + to_seconds(whole(8, 240, 'click delay', mail_key)) as clicked_at

    from opens
    where again = 0 and u('click', mail_key) < 0.115

    union all by name

    -- Readers behind a proxy, and those who block images: a click without an open of their own.
    select
        *,
        arrived_at + to_seconds(whole(300, 90000, 'click delay', mail_key)) as clicked_at

    from mails
    where
        outcome not in ('hard_bounce', 'soft_bounce')
        and u('click unseen', mail_key) < if(has_proxy, 0.03, 0.002)

)

select
    clickers.*,
    url,
    clicked_at + to_seconds(cast((position - 1) * whole(25, 90, 'next click', mail_key) as bigint)) as occurred_at

from clickers
inner join links using (campaign_id)
where
    position = whole(1, link_count, 'link', mail_key)
    or (position = 1 and u('clicks more', mail_key) < 0.25);

create table mail_events as
with agents as (

    select
        [
            'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
            'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
            'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
            'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
            'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'
        ] as names

),

listed as (

    select
        mail_key, 1 as kind, 'delivered' as event_type, arrived_at as occurred_at, null as url, null as user_agent,
        null as is_bot

    from mails
    where outcome not in ('hard_bounce', 'soft_bounce')

    union all

    select
        mail_key, 2, outcome, arrived_at + if(
            outcome like '%bounce', interval 0 second, to_seconds(whole(600, 20000, outcome, mail_key))
        ), null, null, null

    from mails
    where outcome <> 'delivered'

    union all

    select
        mail_key, 3, 'open', occurred_at, null, pick(names, 'agent', contact_id), null

    from opens
    cross join agents

    union all

    select
        mail_key, 4, 'click', occurred_at, url, pick(names, 'agent', contact_id), null

    from clicks
    cross join agents

    union all

    select
        mail_key, 5, 'open',
        arrived_at + to_seconds(whole(5, 120, 'proxy', mail_key) + cast(floor(u('proxy late', mail_key) * u('proxy late', mail_key) * 20000) as bigint)),
        null, 'Mozilla/5.0', null

    from mails
    where has_proxy and outcome not in ('hard_bounce', 'soft_bounce') and u('proxied', mail_key) < 0.93

    union all

    select
        mail_key, 6, 'click', arrived_at + to_seconds(whole(1, 3, 'gateway', mail_key)), url,
        'Mozilla/5.0 (compatible; MailGuard-LinkScan/2.4)', null

    from mails
    inner join links using (campaign_id)
    where
        has_gateway and outcome not in ('hard_bounce', 'soft_bounce') and position <= 3
        and u('scanned', mail_key) < 0.55

    union all

    select
        mail_key, 7, 'open', arrived_at + to_seconds(whole(2, 40, 'bot', mail_key)), null,
        'MailPreview/1.0 (bot)', 'true'

    from mails
    where outcome = 'delivered' and u('bot', mail_key) < 0.003

)

select
    *,
    row_number() over (order by occurred_at, mail_key, kind, url) as event_no

from listed
where occurred_at < timestamp '2026-04-01 00:00:00';

create table file_email_sends as
select
    'generic/email_sends/email_sends.csv' as _file,
    row_number() over (order by send_id) as _line,
    send_id,
    campaign_id,
    campaign_name,
    contact_id,
    email,
    with_offset(sent_at) as sent_at

from mails;

create table file_email_events as
select
    'generic/email_events/email_events.csv' as _file,
    event_no as _line,
    'E' || lpad(cast(event_no as varchar), 7, '0') as event_id,
    send_id,
    campaign_id,
    contact_id,
    email,
    event_type,
    with_offset(mail_events.occurred_at) as occurred_at,
    url,
    user_agent,
    is_bot

from mail_events
inner join mails using (mail_key);
