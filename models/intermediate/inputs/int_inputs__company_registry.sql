-- Grain: one row per company of a public register.
{% set columns = [
    'source', 'registry_id', 'company_name', 'company_name_kana', 'company_name_en',
    'entity_kind', 'corporate_number', 'industry', 'region', 'address', 'is_listed',
    'capital_yen'
] %}
with exported as (

    {{ union_sources('registry_sources', 'company_registry', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'registry_id']) }}

)

select
    source,
    registry_id,
    company_name,
    company_name_kana,
    company_name_en,
    entity_kind,
    corporate_number,
    industry,
    region,
    address,
    is_listed,
    capital_yen,
    vanished_at is null as is_current,
    first_available_at as available_at

from known
