-- Grain: one row per SENT event and exported version, with what it tells beyond the event.
select
    id as event_id,
    subject,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_sent') }}
