-- Two mailings a month, what became of each mail, and the machines that open and click.
create table mailings as
select
    'M-' || strftime(first_day, '%Y%m') || '-1' as campaign_id,
    'ツムギノ通信 ' || strftime(first_day, '%Y年%-m月号') as campaign_name,
    second_tuesday + interval 10 hour as starts_at,
    false as is_invitation,
    ['blog', 'case-study', 'release', 'download'][:3 + month_no % 2] as pages

from months

union all

select
    'M-' || strftime(first_day, '%Y%m') || '-2',
    '【ウェビナーのご案内】' || topic,
    first_thursday + interval 11 hour,
    true,
    ['webinar', 'speakers', 'trial']

from months
inner join webinar_topics using (month_no);

create table links as
select
    campaign_id,
    position,
    'https://www.tsumugino.example/' || pages[position]
    || '?utm_source=email&utm_campaign=' || lower(campaign_id) as url

from mailings
cross join generate_series(1, 4) as t (position)
where position <= len(pages);

create table mails as
with sent as (

    select
        people.*,
        mailings.*,
        contact_id || campaign_id as mail_key,
        starts_at + to_seconds(whole(0, 900, 'sent', mail_key)) as sent_at,
        case
            when u('hard bounce', mail_key) < 0.005 then 'hard_bounce'
            when u('soft bounce', mail_key) < 0.010 then 'soft_bounce'
            when u('unsubscribe', mail_key) < 0.0012 then 'unsubscribe'
        end as outcome,
        coalesce(outcome not like '%bounce', true) as is_delivered,
        -- Behind a privacy proxy, or behind a gateway of the company that follows links.
        u('privacy proxy', contact_id) < 0.04 as has_proxy,
        u('gateway', no) < 0.02 as has_gateway

    from people
    inner join mailings
        on
            people.known_at < mailings.starts_at
            and (not is_invitation or people.role <> '利用者')
    where consent_email and email is not null

),

until_they_left as (

    select *
    from sent
    qualify sent_at <= coalesce(
        min(sent_at) filter (outcome in ('hard_bounce', 'unsubscribe'))
            over (partition by contact_id),
        sent_at
    )

),

complaints as (

    select
        contact_id,
        sent_at as complained_at

    from until_they_left
    where outcome is null and starts_at between '2025-01-01' and '2026-02-01'
    order by u('complaint', mail_key), mail_key
    limit 2

),

until_they_complained as (

    select * replace (if(sent_at = complained_at, 'complaint', outcome) as outcome)

    from until_they_left
    left join complaints using (contact_id)
    where sent_at <= coalesce(complained_at, sent_at)

)

select
    mails.*,
    id_of('S', 7, row_number() over (order by sent_at, mail_key)) as send_id,
    sent_at + to_seconds(whole(1, 20, 'delivery', mail_key)) as arrived_at,
    -- The person's own interest, and how it goes between the companies that month.
    (0.4 + 1.2 * u('interest', contact_id)) * (0.5 + 0.55 * coalesce(liveliness, 0.4)) as interest

from until_they_complained as mails
inner join months
    on cast(mails.sent_at as date) between first_day and last_day
left join account_months
    on
        mails.no = account_months.no
        and months.month_no = account_months.month_no;

create table opens as
with opened as (

    select
        *,
        arrived_at + to_seconds(skewed(60, 259200, 'open delay', mail_key)) as noticed_at,
        -- Nobody reads at night.
        noticed_at + if(hour(noticed_at) < 7, interval 7 hour, interval 0 hour) as opened_at

    from mails
    where is_delivered and not has_proxy and u('open', mail_key) < 0.27 * interest

)

select
    *,
    opened_at + to_seconds(again * whole(3600, 40000, 'open again', mail_key)) as occurred_at

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
        arrived_at + to_seconds(whole(300, 30000, 'click delay', mail_key)) as clicked_at

    from mails
    where is_delivered and u('click unseen', mail_key) < if(has_proxy, 0.03, 0.002)

)

select
    mail_key,
    contact_id,
    url,
    clicked_at + to_seconds(position * whole(25, 90, 'next click', mail_key)) as occurred_at

from clickers
inner join links using (campaign_id)
where
    position = whole(1, len(pages), 'link', mail_key)
    or (position = 1 and u('clicks more', mail_key) < 0.25);

create table agents as
select
    [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) ' || chromium || ' Safari/537.36',
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) ' || chromium || ' Safari/537.36 Edg/131.0.0.0',
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ' || webkit || ' Safari/605.1.15',
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) ' || webkit || ' Mobile/15E148',
        'Mozilla/5.0 (Linux; Android 14) ' || chromium || ' Mobile Safari/537.36'
    ] as names

from (
    select
        'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0' as chromium,
        'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6' as webkit
);

create table mail_events as
with listed as (

    select
        mail_key,
        1 as kind,
        'delivered' as event_type,
        arrived_at as occurred_at

    from mails
    where is_delivered

    union all by name

    select
        mail_key,
        2 as kind,
        outcome as event_type,
        arrived_at
        + to_seconds(if(is_delivered, whole(600, 20000, outcome, mail_key), 0)) as occurred_at

    from mails
    where outcome is not null

    union all by name

    select
        mail_key,
        3 as kind,
        'open' as event_type,
        occurred_at,
        pick(names, 'agent', contact_id) as user_agent

    from opens
    cross join agents

    union all by name

    select
        mail_key,
        4 as kind,
        'click' as event_type,
        occurred_at,
        url,
        pick(names, 'agent', contact_id) as user_agent

    from clicks
    cross join agents

    union all by name

    -- Apple's proxy loads the images whether or not anybody reads.
    select
        mail_key,
        5 as kind,
        'open' as event_type,
        arrived_at + to_seconds(skewed(5, 20000, 'proxy', mail_key)) as occurred_at,
        'Mozilla/5.0' as user_agent

    from mails
    where is_delivered and has_proxy and u('proxied', mail_key) < 0.93

    union all by name

    -- A gateway tries three links at once, right after delivery.
    select
        mail_key,
        6 as kind,
        'click' as event_type,
        arrived_at + to_seconds(whole(1, 3, 'gateway', mail_key)) as occurred_at,
        url,
        'Mozilla/5.0 (compatible; MailGuard-LinkScan/2.4)' as user_agent

    from mails
    inner join links using (campaign_id)
    where is_delivered and has_gateway and position <= 3 and u('scanned', mail_key) < 0.3

    union all by name

    -- What the tool itself takes for a machine.
    select
        mail_key,
        7 as kind,
        'open' as event_type,
        arrived_at + to_seconds(whole(2, 40, 'bot', mail_key)) as occurred_at,
        'MailPreview/1.0 (bot)' as user_agent,
        'true' as is_bot

    from mails
    where is_delivered and u('bot', mail_key) < 0.003

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
    id_of('E', 7, event_no) as event_id,
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
