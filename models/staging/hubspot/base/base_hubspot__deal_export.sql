-- Grain: one row per deal of a CSV file that HubSpot exported. The stage is a label, the owner a
-- name. Of several companies none is the customer unless the file says which is the primary one.
select
    record_id as deal_id,
    deal_name,
    deal_stage as stage_id,
    coalesce(
        primary_company_id,
        case when associated_company_ids not like '%;%' then associated_company_ids end
    ) as company_id,
    upper(currency) as currency,
    cast(null as string) as owner_id,
    original_source as lead_source,
    merged_ids,
    cast(amount as decimal(18, 2)) as amount,
    is_won,
    is_closed,
    false as is_deleted,
    closed_at,
    created_at,
    {{ lineage(updated_at='last_modified_at') }}

from {{ source('hubspot', 'deal_export') }}
