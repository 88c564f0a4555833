-- Grain: one row per ticket and version of a connector.
select
    id as ticket_id,
    property_hs_pipeline_stage as stage_id,
    cast(null as string) as company_id,
    cast(null as string) as contact_id,
    property_hs_ticket_priority as priority,
    property_hs_ticket_category as ticket_type,
    property_hs_merged_object_ids as merged_ids,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    property_closed_date as closed_at,
    property_createdate as created_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'ticket') }}
