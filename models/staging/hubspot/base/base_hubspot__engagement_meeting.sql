-- Grain: one row per meeting and version. Only a meeting whose outcome says so was held: without an
-- outcome nobody knows.
select
    engagement_id,
    property_hubspot_owner_id as owner_id,
    case
        when upper(property_hs_meeting_outcome) = 'COMPLETED' then 'meeting_held'
    end as event_type,
    coalesce(fivetran_deleted, false) as is_deleted,
    coalesce(property_hs_meeting_start_time, property_hs_timestamp) as occurred_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'engagement_meeting') }}
