-- Grain: one row per OPEN event and exported version, with what it tells beyond the event.
select
    id as event_id,
    user_agent,
    duration as open_ms,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_open') }}
