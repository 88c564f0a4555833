-- Grain: one row per account and exported version; an account that was merged into another stays,
-- deleted.
select
    'salesforce' as source,
    account_id as source_account_id,
    account_name,
    corporate_number,
    domain,
    industry,
    region,
    phone,
    cast(null as string) as same_as_source,
    cast(null as string) as same_as_account_id,
    owner_id,
    employees,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_salesforce__account') }}
