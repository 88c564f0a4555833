-- Grain: one row per company of a CRM, in the version known at the as-of date.
{% set columns = [
    'source', 'source_account_id', 'account_name', 'corporate_number', 'domain', 'industry',
    'region', 'owner_id', 'employees', 'is_deleted', 'created_at'
] %}
with exported as (

    {{ union_sources(['crm_sources', 'account_sources'], 'accounts', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_account_id']) }}

)

select
    source,
    source_account_id,
    account_name,
    corporate_number,
    domain,
    industry,
    region,
    owner_id,
    employees,
    coalesce(is_deleted, false) or vanished_at is not null as is_deleted,
    created_at,
    first_available_at as available_at

from known
