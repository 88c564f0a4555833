-- Grain: one row per DROPPED event and exported version, with what it tells beyond the event.
select
    id as event_id,
    drop_reason,
    drop_message,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_dropped') }}
