-- Grain: one row per form and version.
select
    guid as form_id,
    name as form_name,
    form_type,
    coalesce(fivetran_deleted, false) as is_deleted,
    created_at,
    {{ lineage(updated_at='coalesce(updated_at, fivetran_synced)') }}

from {{ source('hubspot', 'form') }}
