-- Grain: one row per note and version. A note is no contact with the customer and feeds nothing.
select
    engagement_id,
    property_hubspot_owner_id as owner_id,
    coalesce(fivetran_deleted, false) as is_deleted,
    property_hs_timestamp as occurred_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'engagement_note') }}
