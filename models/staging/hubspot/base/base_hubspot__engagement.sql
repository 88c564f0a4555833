-- Grain: one row per activity of any kind and version. Connectors of the older API keep the time of
-- an activity only here.
select
    id as engagement_id,
    type as engagement_type,
    occurred_at,
    coalesce(fivetran_deleted, false) as is_deleted,
    {{ lineage(updated_at='coalesce(last_updated, fivetran_synced)') }}

from {{ source('hubspot', 'engagement') }}
