-- Grain: one row per CLICK event and exported version, with what it tells beyond the event.
select
    id as event_id,
    url,
    user_agent,
    referer,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_click') }}
