-- Grain: one row per open, click, unsubscribe or complaint, with the verdict whether a machine did
-- it and why (METRICS 4). The reasons are tried in the order in which they are listed; the first
-- that holds is named.
with events as (

    select
        events.*,
        max(extract(second from events.occurred_at)) over (
            partition by events.source
        ) > 0 as source_has_seconds,
        -- Without a send and a recipient nobody knows which clicks belong together: no mail.
        case
            when events.send_id is not null then events.send_id
            when coalesce(events.source_contact_id, events.email) is not null
                then {{ entity_key('mail', [
                    'events.campaign_id', 'coalesce(events.source_contact_id, events.email)'
                ]) }}
        end as mail_id

    from {{ ref('int_inputs__email_events') }} as events

),

deliveries as (

    select
        source,
        mail_id,
        min(occurred_at) as delivered_at

    from events
    where event_type = 'delivered'
    group by source, mail_id

),

clicks as (

    select
        events.source,
        events.source_event_id,
        events.mail_id,
        events.campaign_id,
        events.url,
        events.occurred_at,
        date_trunc('second', events.occurred_at) as occurred_second,
        events.source_has_seconds,
        coalesce(deliveries.delivered_at, sends.sent_at) as delivered_at

    from events
    left join deliveries
        on events.source = deliveries.source and events.mail_id = deliveries.mail_id
    left join {{ ref('int_inputs__email_sends') }} as sends
        on events.source = sends.source and events.send_id = sends.send_id
    where events.event_type = 'click'

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
        events.*,
        case
            when events.is_vendor_bot then 'vendor_flag'
            when events.is_privacy_proxy and events.event_type = 'open' then 'privacy_proxy'
            else judged_clicks.machine_reason
        end as machine_reason

    from events
    left join judged_clicks
        on
            events.source = judged_clicks.source
            and events.source_event_id = judged_clicks.source_event_id
    where events.event_type in ('open', 'click', 'unsubscribe', 'complaint')

)

select
    source,
    source_event_id,
    mail_id,
    send_id,
    campaign_id,
    source_contact_id,
    email,
    event_type,
    url,
    machine_reason is not null as is_machine,
    machine_reason,
    occurred_at,
    available_at

from judged
