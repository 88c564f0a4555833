-- Grain: one row per opportunity and exported version. The closing day of an open deal is the one
-- that is expected. Currency is empty in an organisation with a single one.
select
    'salesforce' as source,
    id as source_opportunity_id,
    account_id as source_account_id,
    name as opportunity_name,
    stage_name as stage,
    amount,
    upper(currency_iso_code) as currency,
    coalesce(is_won, false) as is_won,
    coalesce(is_closed, false) as is_closed,
    owner_id,
    lead_source,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    close_date as closed_on,
    created_date as created_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'opportunity') }}
