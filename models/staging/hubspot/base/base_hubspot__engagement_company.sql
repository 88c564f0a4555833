-- Grain: one row per association of an activity with a company, and version.
select
    engagement_id,
    company_id,
    type_id,
    coalesce(fivetran_deleted, false) as is_removed,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'engagement_company') }}
