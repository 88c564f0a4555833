-- Grain: one row per DEFERRED event and exported version, with what it tells beyond the event.
select
    id as event_id,
    response,
    attempt,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_deferred') }}
