-- Grain: one row per association of a deal with a company, and version. HubSpot marks the
-- primary company by the kind of association.
select
    deal_id,
    company_id,
    type_id,
    coalesce(type_id = '5', false) as is_primary,
    coalesce(fivetran_deleted, false) as is_removed,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'deal_company') }}
