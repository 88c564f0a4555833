-- Grain: one row per open, click, unsubscribe or complaint, with the verdict whether a machine did
-- it and why (METRICS 4). The reasons are tried in the order in which they are listed; the first
-- that holds is named. An event that names only its mail belongs to the recipient of that mail.
-- A human click implies one open: implies_open marks the first such click of a mail that no human
-- opened, so that human opens are the opened mails and the marked clicks.
with times as (

    select
        source,
        max(extract(second from occurred_at)) > 0 as has_seconds

    from {{ ref('int_inputs__email_events') }}
    group by source

),

reactions as (

    select
        events.source,
        events.source_event_id,
        events.send_id,
        events.campaign_id,
        coalesce(events.source_contact_id, sends.source_contact_id) as source_contact_id,
        coalesce(events.email, sends.email) as email,
        {{ mail_id('events') }} as mail_id,
        events.event_type,
        events.url,
        events.is_vendor_bot,
        events.is_privacy_proxy,
        events.occurred_at,
        events.available_at,
        times.has_seconds as source_has_seconds,
        sends.sent_at

    from {{ ref('int_inputs__email_events') }} as events
    inner join times on events.source = times.source
    left join {{ ref('int_inputs__email_sends') }} as sends
        on events.source = sends.source and events.send_id = sends.send_id
    where events.event_type in ('open', 'click', 'unsubscribe', 'complaint')

),

deliveries as (

    select
        events.source,
        {{ mail_id('events') }} as mail_id,
        min(events.occurred_at) as delivered_at

    from {{ ref('int_inputs__email_events') }} as events
    where events.event_type = 'delivered'
    group by
        events.source,
        {{ mail_id('events') }}

),

clicks as (

    select
        reactions.source,
        reactions.source_event_id,
        reactions.mail_id,
        reactions.campaign_id,
        reactions.url,
        reactions.occurred_at,
        date_trunc('second', reactions.occurred_at) as occurred_second,
        reactions.source_has_seconds,
        coalesce(deliveries.delivered_at, reactions.sent_at) as delivered_at

    from reactions
    left join deliveries
        on reactions.source = deliveries.source and reactions.mail_id = deliveries.mail_id
    where reactions.event_type = 'click'

),

same_second as (

    select
        source,
        mail_id,
        occurred_second

    from clicks
    where source_has_seconds
    group by source, mail_id, occurred_second
    having count(distinct url) >= 2

),

campaign_links as (

    select
        source,
        campaign_id,
        count(distinct url) as links

    from clicks
    group by source, campaign_id
    having count(distinct url) >= 3

),

-- Ten seconds from a click on in which every link of the mail was clicked.
link_scans as (

    select
        first_clicks.source,
        first_clicks.mail_id,
        first_clicks.occurred_at as scan_started_at

    from clicks as first_clicks
    inner join campaign_links
        on
            first_clicks.source = campaign_links.source
            and first_clicks.campaign_id = campaign_links.campaign_id
    inner join clicks as next_clicks
        on
            first_clicks.source = next_clicks.source
            and first_clicks.mail_id = next_clicks.mail_id
            and first_clicks.occurred_at <= next_clicks.occurred_at
            and next_clicks.occurred_at <= {{ add_seconds('first_clicks.occurred_at', 10) }}
    group by
        first_clicks.source,
        first_clicks.mail_id,
        first_clicks.occurred_at,
        campaign_links.links
    having count(distinct next_clicks.url) >= campaign_links.links

),

scanned_clicks as (

    select distinct
        clicks.source,
        clicks.source_event_id

    from clicks
    inner join link_scans
        on
            clicks.source = link_scans.source
            and clicks.mail_id = link_scans.mail_id
            and clicks.occurred_at >= link_scans.scan_started_at
            and clicks.occurred_at <= {{ add_seconds('link_scans.scan_started_at', 10) }}

),

judged_clicks as (

    select
        clicks.source,
        clicks.source_event_id,
        case
            when same_second.mail_id is not null then 'same_second_links'
            when
                clicks.source_has_seconds
                and abs({{ seconds_between('clicks.delivered_at', 'clicks.occurred_at') }}) < 5
                then 'click_within_5s'
            when scanned_clicks.source_event_id is not null then 'all_links_within_10s'
        end as machine_reason

    from clicks
    left join same_second
        on
            clicks.source = same_second.source
            and clicks.mail_id = same_second.mail_id
            and clicks.occurred_second = same_second.occurred_second
    left join scanned_clicks
        on
            clicks.source = scanned_clicks.source
            and clicks.source_event_id = scanned_clicks.source_event_id

),

judged as (

    select
        reactions.*,
        case
            when reactions.is_vendor_bot then 'vendor_flag'
            when reactions.is_privacy_proxy and reactions.event_type = 'open' then 'privacy_proxy'
            else judged_clicks.machine_reason
        end as machine_reason

    from reactions
    left join judged_clicks
        on
            reactions.source = judged_clicks.source
            and reactions.source_event_id = judged_clicks.source_event_id

),

opened_mails as (

    select distinct
        source,
        mail_id

    from judged
    where event_type = 'open' and machine_reason is null and mail_id is not null

),

implied_opens as (

    select
        human_clicks.source,
        human_clicks.source_event_id

    from (
        select
            source,
            source_event_id,
            mail_id,
            row_number() over (
                partition by source, mail_id
                order by occurred_at, source_event_id
            ) as click_number
        from judged
        where event_type = 'click' and machine_reason is null and mail_id is not null
    ) as human_clicks
    left join opened_mails
        on
            human_clicks.source = opened_mails.source
            and human_clicks.mail_id = opened_mails.mail_id
    where human_clicks.click_number = 1 and opened_mails.mail_id is null

)

select
    judged.source,
    judged.source_event_id,
    judged.mail_id,
    judged.send_id,
    judged.campaign_id,
    judged.source_contact_id,
    judged.email,
    judged.event_type,
    judged.url,
    judged.machine_reason is not null as is_machine,
    judged.machine_reason,
    implied_opens.source_event_id is not null as implies_open,
    judged.occurred_at,
    judged.available_at

from judged
left join implied_opens
    on
        judged.source = implied_opens.source
        and judged.source_event_id = implied_opens.source_event_id
