-- Grain: one row per association of a ticket with a contact, and version.
select
    ticket_id,
    contact_id,
    type_id,
    coalesce(fivetran_deleted, false) as is_removed,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'ticket_contact') }}
