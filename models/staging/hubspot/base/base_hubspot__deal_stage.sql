-- Grain: one row per stage that a deal entered, and exported version.
select
    deal_id,
    stage_id,
    coalesce(date_entered, fivetran_start) as entered_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'deal_stage') }}
where coalesce(date_entered, fivetran_start) is not null
