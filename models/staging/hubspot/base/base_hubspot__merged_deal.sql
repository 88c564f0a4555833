-- Grain: one row per deal that was merged into another, and exported version.
select
    deal_id,
    merged_deal_id,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'merged_deal') }}
