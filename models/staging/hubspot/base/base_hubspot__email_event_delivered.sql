-- Grain: one row per DELIVERED event and exported version, with what it tells beyond the event.
select
    id as event_id,
    response,
    smtp_id,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_delivered') }}
