-- Grain: one row per event of a web analytics tool.
{% set columns = [
    'source', 'source_event_id', 'user_key', 'user_id', 'session_key', 'event_name',
    'page_location', 'page_title', 'traffic_source', 'traffic_medium', 'traffic_campaign',
    'engagement_ms', 'is_session_engaged_vendor', 'is_key_event', 'is_view', 'event_at'
] %}
with exported as (

    {{ union_sources('web_sources', 'web_events', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_event_id'], 'event_at') }}

)

select
    source,
    source_event_id,
    user_key,
    user_id,
    session_key,
    event_name,
    page_location,
    page_title,
    traffic_source,
    traffic_medium,
    traffic_campaign,
    engagement_ms,
    is_session_engaged_vendor,
    is_key_event,
    is_view,
    event_at,
    first_available_at as available_at

from known
