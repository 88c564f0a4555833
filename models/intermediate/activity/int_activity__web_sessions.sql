-- Grain: one row per session of a website: a browser (or app) with the session id that the tool
-- gave it, never cut anew. METRICS 4 says which are engaged; the vendor's own flag stands beside
-- it. A session belongs to a contact only if all its user ids name that one. Its source is that of
-- its first event that has one. Nobody knows a session before its last event is known.
with events as (

    select
        web_events.*,
        known_users.contact_id,
        row_number() over (
            partition by web_events.source, web_events.session_key
            order by
                case
                    when web_events.traffic_source is null and web_events.traffic_medium is null
                        then 1
                    else 0
                end,
                web_events.event_at,
                web_events.source_event_id
        ) as traffic_order

    from {{ ref('int_inputs__web_events') }} as web_events
    left join {{ ref('int_activity__web_users') }} as known_users
        on web_events.source = known_users.source and web_events.user_id = known_users.user_id
    where web_events.session_key is not null

),

sessions as (

    select
        source,
        session_key,
        min(user_key) as user_key,
        case when count(distinct contact_id) = 1 then min(contact_id) end as contact_id,
        min(event_at) as started_at,
        count(case when is_view then 1 end) as views,
        count(case when is_key_event then 1 end) as key_events,
        coalesce(sum(engagement_ms), 0) as engagement_ms,
        max(
            case
                when is_session_engaged_vendor then 1
                when not is_session_engaged_vendor then 0
            end
        ) = 1 as is_engaged_vendor,
        max(case when traffic_order = 1 then lower(traffic_source) end) as traffic_source,
        max(case when traffic_order = 1 then lower(traffic_medium) end) as traffic_medium,
        max(case when traffic_order = 1 then traffic_campaign end) as traffic_campaign,
        max(available_at) as available_at

    from events
    group by source, session_key

)

select
    {{ entity_key('web_session', ['sessions.source', 'sessions.session_key']) }} as session_id,
    sessions.source,
    sessions.session_key,
    sessions.contact_id,
    employers.account_id,
    sessions.started_at,
    cast(sessions.views as bigint) as views,
    cast(sessions.key_events as bigint) as key_events,
    cast(sessions.engagement_ms / cast(1000 as double) as double) as engagement_seconds,
    {{ is_engaged_session('sessions.engagement_ms', 'sessions.key_events', 'sessions.views') }}
        as is_engaged,
    sessions.is_engaged_vendor,
    {{ channel_group('sessions.traffic_source', 'sessions.traffic_medium') }} as channel_group,
    sessions.traffic_campaign,
    sessions.available_at

from sessions
{{ join_employers('sessions.contact_id', 'sessions.started_at') }}
