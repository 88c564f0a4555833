-- Grain: one row per event and exported version. The tables beside email_event hold one row per
-- event and never change; several exported copies say the same. A bounce that a later event made
-- void is none. HubSpot filters machines and our own addresses out of its reports: one marker.
with bounces as (

    select
        event_id,
        max(case when is_hard then 1 else 0 end) as is_hard

    from {{ ref('base_hubspot__email_event_bounce') }}
    group by event_id

),

status_changes as (

    select
        event_id,
        max(case when is_unsubscribe then 1 else 0 end) as is_unsubscribe

    from {{ ref('base_hubspot__email_event_status_change') }}
    group by event_id

),

opens as (

    select
        event_id,
        max(user_agent) as user_agent

    from {{ ref('base_hubspot__email_event_open') }}
    group by event_id

),

clicks as (

    select
        event_id,
        max(url) as url

    from {{ ref('base_hubspot__email_event_click') }}
    group by event_id

),

mapped as (

    select
        events.*,
        opens.user_agent,
        clicks.url,
        case events.event_type
            when 'DELIVERED' then 'delivered'
            when 'OPEN' then 'open'
            when 'CLICK' then 'click'
            when 'SPAMREPORT' then 'complaint'
            when 'BOUNCE'
                then
                    case
                        when events.obsoleted_by_id is not null then cast(null as string)
                        when bounces.is_hard = 1 then 'hard_bounce'
                        else 'soft_bounce'
                    end
            when 'STATUSCHANGE'
                then case when status_changes.is_unsubscribe = 1 then 'unsubscribe' end
        end as mapped_type

    from {{ ref('base_hubspot__email_event') }} as events
    left join bounces on events.event_id = bounces.event_id
    left join status_changes on events.event_id = status_changes.event_id
    left join opens on events.event_id = opens.event_id
    left join clicks on events.event_id = clicks.event_id

)

select
    'hubspot' as source,
    event_id as source_event_id,
    send_id,
    campaign_id,
    cast(null as string) as source_contact_id,
    email,
    mapped_type as event_type,
    url,
    is_filtered as is_vendor_bot,
    coalesce(mapped_type = 'open' and user_agent = 'Mozilla/5.0', false) as is_privacy_proxy,
    occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from mapped
where mapped_type is not null
