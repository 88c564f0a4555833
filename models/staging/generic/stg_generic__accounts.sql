-- Grain: one row per company and exported version; the input layer picks the version known at the
-- as-of date.
select
    source_system as source,
    account_id as source_account_id,
    account_name,
    {{ nfkc('corporate_number') }} as corporate_number,
    lower(domain) as domain,
    industry,
    region,
    cast(null as string) as phone,
    cast(null as string) as same_as_source,
    cast(null as string) as same_as_account_id,
    owner_id,
    employees,
    coalesce(is_deleted, false) as is_deleted,
    created_at,
    {{ lineage() }}

from {{ source('generic', 'accounts') }}
