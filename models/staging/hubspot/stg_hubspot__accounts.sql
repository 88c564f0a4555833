-- Grain: one row per company and version, of a connector or of a CSV file that HubSpot exported.
select
    'hubspot' as source,
    company_id as source_account_id,
    company_name as account_name,
    corporate_number,
    domain,
    industry,
    region,
    phone,
    case when salesforce_account_id is not null then 'salesforce' end as same_as_source,
    salesforce_account_id as same_as_account_id,
    owner_id,
    employees,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_hubspot__company') }}

union all

select
    'hubspot' as source,
    company_id as source_account_id,
    company_name as account_name,
    corporate_number,
    domain,
    industry,
    region,
    phone,
    case when salesforce_account_id is not null then 'salesforce' end as same_as_source,
    salesforce_account_id as same_as_account_id,
    owner_id,
    employees,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_hubspot__company_export') }}
