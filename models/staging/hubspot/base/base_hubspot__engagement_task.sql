-- Grain: one row per task and version. A task is work to do and no contact with the customer.
select
    engagement_id,
    property_hubspot_owner_id as owner_id,
    property_hs_task_type as task_type,
    property_hs_task_status as status,
    coalesce(fivetran_deleted, false) as is_deleted,
    property_hs_timestamp as due_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'engagement_task') }}
