-- Grain: one row per stage of a deal pipeline and exported version.
select
    stage_id,
    pipeline_id,
    label as stage_name,
    closed_won as is_won,
    coalesce(is_closed, closed_won or probability in (0, 1)) as is_closed,
    {{ lineage(updated_at='coalesce(updated_at, fivetran_synced)') }}

from {{ source('hubspot', 'deal_pipeline_stage') }}
