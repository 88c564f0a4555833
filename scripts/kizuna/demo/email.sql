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
    'M-' || strftime(months.first_day, '%Y%m') || '-2' as campaign_id,
    '【ウェビナーのご案内】' || webinar_topics.topic as campaign_name,
    months.first_thursday + interval 11 hour as starts_at,
    true as is_invitation,
    ['webinar', 'speakers', 'trial'] as pages

from months
inner join webinar_topics
    on months.month_no = webinar_topics.month_no;

create table links as
select
    mailings.campaign_id,
    t.link_no,
    'https://www.tsumugino.example/' || mailings.pages[t.link_no]
    || '?utm_source=email&utm_campaign=' || lower(mailings.campaign_id) as url

from mailings
cross join generate_series(1, 4) as t (link_no)
where t.link_no <= len(mailings.pages);

create table mails as
with planned as (

    select
        people.*,
        mailings.*,
        people.contact_id || mailings.campaign_id as mail_key

    from people
    inner join mailings
        on
            people.known_at < mailings.starts_at
            and (not mailings.is_invitation or people.role <> '利用者')
    where people.consent_email and people.email is not null

),

sent as (

    select
        *,
        starts_at + to_seconds(whole(0, 900, 'sent', mail_key)) as sent_at,
        case
            when u('hard bounce', mail_key) < 0.005 then 'hard_bounce'
            when u('soft bounce', mail_key) < 0.010 then 'soft_bounce'
            when u('unsubscribe', mail_key) < 0.0012 then 'unsubscribe'
        end as outcome,
        coalesce(outcome not like '%bounce', true) as is_delivered,
        -- Behind a privacy proxy, or behind a gateway of the company that follows links.
        u('privacy proxy', contact_id) < 0.04 as has_proxy,
        u('gateway', company_no) < 0.02 as has_gateway

    from planned

),

until_they_left as (

    select *
    from sent
    qualify
        sent_at <= coalesce(
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

    select
        until_they_left.* replace (
            if(
                until_they_left.sent_at = complaints.complained_at,
                'complaint', until_they_left.outcome
            ) as outcome
        )

    from until_they_left
    left join complaints
        on until_they_left.contact_id = complaints.contact_id
    where until_they_left.sent_at <= coalesce(complaints.complained_at, until_they_left.sent_at)

),

with_liveliness as (

    select
        until_they_complained.*,
        coalesce(account_months.liveliness, 0.4) as liveliness

    from until_they_complained
    inner join months
        on
            cast(until_they_complained.sent_at as date)
            between months.first_day and months.last_day
    left join account_months
        on
            until_they_complained.company_no = account_months.company_no
            and months.month_no = account_months.month_no

)

select
    mail_key,
    id_of('S', 7, row_number() over (order by sent_at, mail_key)) as send_id,
    campaign_id,
    campaign_name,
    contact_id,
    email,
    pages,
    outcome,
    is_delivered,
    has_proxy,
    has_gateway,
    -- The person's own interest, and how it goes between the companies that month.
    (0.4 + 1.2 * u('interest', contact_id)) * (0.5 + 0.55 * liveliness) as interest,
    sent_at,
    sent_at + to_seconds(whole(1, 20, 'delivery', mail_key)) as arrived_at

from with_liveliness;

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
    opened.mail_key,
    opened.campaign_id,
    opened.contact_id,
    opened.pages,
    opened.opened_at,
    t.again,
    opened.opened_at
    + to_seconds(t.again * whole(3600, 40000, 'open again', opened.mail_key)) as occurred_at

from opened
cross join generate_series(0, 1) as t (again)
where t.again = 0 or u('opens again', opened.mail_key) < 0.2;

create table clicks as
with clickers as (

    select
        mail_key,
        campaign_id,
        contact_id,
        pages,
        opened_at + to_seconds(whole(8, 240, 'click delay', mail_key)) as clicked_at

    from opens
    where again = 0 and u('click', mail_key) < 0.115

    union all

    -- Readers behind a proxy, and those who block images: a click without an open of their own.
    select
        mail_key,
        campaign_id,
        contact_id,
        pages,
        arrived_at + to_seconds(whole(300, 30000, 'click delay', mail_key)) as clicked_at

    from mails
    where is_delivered and u('click unseen', mail_key) < if(has_proxy, 0.03, 0.002)

)

select
    clickers.mail_key,
    clickers.contact_id,
    links.url,
    clickers.clicked_at
    + to_seconds(links.link_no * whole(25, 90, 'next click', clickers.mail_key)) as occurred_at

from clickers
inner join links
    on clickers.campaign_id = links.campaign_id
where
    links.link_no = whole(1, len(clickers.pages), 'link', clickers.mail_key)
    or (links.link_no = 1 and u('clicks more', clickers.mail_key) < 0.25);

create table agents as
with engines as (

    select
        'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0' as chromium,
        'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6' as webkit

)

select
    [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) ' || chromium || ' Safari/537.36',
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) ' || chromium || ' Safari/537.36 Edg/131.0.0.0',
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ' || webkit || ' Safari/605.1.15',
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) ' || webkit || ' Mobile/15E148',
        'Mozilla/5.0 (Linux; Android 14) ' || chromium || ' Mobile Safari/537.36'
    ] as choices

from engines;

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
        opens.mail_key,
        3 as kind,
        'open' as event_type,
        opens.occurred_at,
        pick(agents.choices, 'agent', opens.contact_id) as user_agent

    from opens
    cross join agents

    union all by name

    select
        clicks.mail_key,
        4 as kind,
        'click' as event_type,
        clicks.occurred_at,
        clicks.url,
        pick(agents.choices, 'agent', clicks.contact_id) as user_agent

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
        mails.mail_key,
        6 as kind,
        'click' as event_type,
        mails.arrived_at + to_seconds(whole(1, 3, 'gateway', mails.mail_key)) as occurred_at,
        links.url,
        'Mozilla/5.0 (compatible; MailGuard-LinkScan/2.4)' as user_agent

    from mails
    inner join links
        on mails.campaign_id = links.campaign_id
    where
        mails.is_delivered
        and mails.has_gateway
        and links.link_no <= 3
        and u('scanned', mails.mail_key) < 0.3

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
    mail_events.event_no as _line,
    id_of('E', 7, mail_events.event_no) as event_id,
    mails.send_id,
    mails.campaign_id,
    mails.contact_id,
    mails.email,
    mail_events.event_type,
    with_offset(mail_events.occurred_at) as occurred_at,
    mail_events.url,
    mail_events.user_agent,
    mail_events.is_bot

from mail_events
inner join mails
    on mail_events.mail_key = mails.mail_key;
