-- Grain: one row per deal and version of a connector.
select
    deal_id,
    property_dealname as deal_name,
    deal_pipeline_stage_id as stage_id,
    cast(null as string) as company_id,
    upper(property_deal_currency_code) as currency,
    owner_id,
    coalesce(property_lead_source, property_hs_analytics_source) as lead_source,
    property_hs_merged_object_ids as merged_ids,
    cast(property_amount as decimal(18, 2)) as amount,
    property_hs_is_closed_won as is_won,
    property_hs_is_closed as is_closed,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    property_closedate as closed_at,
    property_createdate as created_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'deal') }}
