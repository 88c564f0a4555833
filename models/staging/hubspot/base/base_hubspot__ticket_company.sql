-- Grain: one row per association of a ticket with a company, and version. HubSpot marks the
-- primary company by the kind of association.
select
    ticket_id,
    company_id,
    type_id,
    coalesce(type_id = '26', false) as is_primary,
    coalesce(fivetran_deleted, false) as is_removed,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'ticket_company') }}
