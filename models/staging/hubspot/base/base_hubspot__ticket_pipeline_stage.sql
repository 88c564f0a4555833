-- Grain: one row per stage of a ticket pipeline and exported version.
select
    stage_id,
    pipeline_id,
    label as stage_name,
    coalesce(is_closed, upper(ticket_state) = 'CLOSED') as is_closed,
    {{ lineage(updated_at='coalesce(updated_at, fivetran_synced)') }}

from {{ source('hubspot', 'ticket_pipeline_stage') }}
