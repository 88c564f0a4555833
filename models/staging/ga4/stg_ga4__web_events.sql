-- Grain: one row per event and exported version. An event has no id of its own: it is known by its
-- user, its microsecond, its name, its place in the upload, and what it says, since older exports
-- number nothing and a page may send several events of one name at once. A session is the user with
-- the session id, which is unique within a user only.
{% set key_events = var(
    'ga4_key_events',
    ['purchase', 'generate_lead', 'sign_up', 'file_download', 'form_submit']
) %}
with events as (

    select
        *,
        coalesce(param_ga_session_id, {{ json_param('event_params', 'ga_session_id') }})
            as ga_session_id,
        coalesce(param_session_engaged, {{ json_param('event_params', 'session_engaged') }})
            as session_engaged,
        coalesce(
            param_engagement_time_msec,
            try_cast({{ json_param('event_params', 'engagement_time_msec') }} as bigint)
        ) as engagement_ms,
        coalesce(param_page_location, {{ json_param('event_params', 'page_location') }})
            as page_location,
        coalesce(param_page_title, {{ json_param('event_params', 'page_title') }}) as page_title,
        coalesce(param_link_url, {{ json_param('event_params', 'link_url') }}) as link_url,
        coalesce(param_percent_scrolled, {{ json_param('event_params', 'percent_scrolled') }})
            as percent_scrolled,
        coalesce(
            param_source,
            {{ json_param('event_params', 'source') }},
            collected_traffic_source_manual_source,
            {{ json_text('collected_traffic_source', '$.manual_source') }}
        ) as traffic_source,
        coalesce(
            param_medium,
            {{ json_param('event_params', 'medium') }},
            collected_traffic_source_manual_medium,
            {{ json_text('collected_traffic_source', '$.manual_medium') }}
        ) as traffic_medium,
        coalesce(
            param_campaign,
            {{ json_param('event_params', 'campaign') }},
            collected_traffic_source_manual_campaign_name,
            {{ json_text('collected_traffic_source', '$.manual_campaign_name') }}
        ) as traffic_campaign

    from {{ source('ga4', 'events') }}

)

select
    'ga4' as source,
    {{ entity_key('ga4_event', [
        'user_pseudo_id',
        'event_timestamp',
        'event_name',
        'event_bundle_sequence_id',
        'batch_page_id',
        'batch_ordering_id',
        'batch_event_index',
        'ga_session_id',
        'page_location',
        'engagement_ms',
        'link_url',
        'percent_scrolled'
    ]) }} as source_event_id,
    user_pseudo_id as user_key,
    user_id,
    user_pseudo_id || '.' || ga_session_id as session_key,
    event_name,
    page_location,
    page_title,
    traffic_source,
    traffic_medium,
    traffic_campaign,
    engagement_ms,
    case
        when lower(session_engaged) in ('1', 'true') then true
        when session_engaged is not null then false
    end as is_session_engaged_vendor,
    coalesce(
        is_key_event,
        {{ "event_name in ('" ~ key_events | join("', '") ~ "')" if key_events else 'false' }}
    ) as is_key_event,
    event_name in ('page_view', 'screen_view') as is_view,
    event_timestamp as event_at,
    {{ lineage() }}

from events
