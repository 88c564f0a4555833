-- Grain: one row per session that was engaged or had a view, and per key event, as events of the
-- spine. A session without engagement counts as a page viewed.
{{ config(materialized='view') }}
select
    'web_session' as concept,
    source,
    session_key as source_event_id,
    cast(null as string) as source_account_id,
    cast(null as string) as source_contact_id,
    cast(null as string) as email,
    contact_id,
    case when is_engaged then 'session_engaged' else 'page_viewed' end as event_type,
    traffic_campaign as campaign_id,
    cast(null as string) as content_id,
    cast(null as string) as title,
    cast(null as string) as machine_reason,
    started_at as occurred_at,
    available_at

from {{ ref('int_activity__web_sessions') }}
where is_engaged or views > 0

union all

select
    'web_key_event' as concept,
    web_events.source,
    web_events.source_event_id,
    cast(null as string) as source_account_id,
    cast(null as string) as source_contact_id,
    cast(null as string) as email,
    coalesce(known_users.contact_id, sessions.contact_id) as contact_id,
    case web_events.event_name
        when 'file_download' then 'content_downloaded'
        when 'form_submit' then 'form_submitted'
        when 'generate_lead' then 'form_submitted'
        when 'sign_up' then 'signed_up'
        when 'purchase' then 'purchase_made'
        else 'web_key_event'
    end as event_type,
    web_events.traffic_campaign as campaign_id,
    {{ part_of('web_events.page_location', '?', 1) }} as content_id,
    web_events.page_title as title,
    cast(null as string) as machine_reason,
    web_events.event_at as occurred_at,
    web_events.available_at

from {{ ref('int_inputs__web_events') }} as web_events
left join {{ ref('int_activity__web_sessions') }} as sessions
    on
        web_events.source = sessions.source
        and web_events.session_key = sessions.session_key
left join {{ ref('int_activity__web_users') }} as known_users
    on web_events.source = known_users.source and web_events.user_id = known_users.user_id
where web_events.is_key_event
