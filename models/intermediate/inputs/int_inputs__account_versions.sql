-- Grain: one row per company of a CRM and period in which the warehouse knew this version of it,
-- from known_from to before known_until. Versions that were out of date when they came are left
-- out.
{% set columns = [
    'source', 'source_account_id', 'account_name', 'corporate_number', 'domain', 'region',
    'phone', 'employees', 'same_as_source', 'same_as_account_id'
] %}
with exported as (

    {{ union_sources(['crm_sources', 'account_sources'], 'accounts', columns) }}

),

known as (

    {{ known_versions('exported', ['source', 'source_account_id']) }}

)

select
    {{ columns | join(',\n    ') }},
    known_from,
    lead(known_from) over (
        partition by source, source_account_id order by known_from
    ) as known_until

from known
where version_no = current_version_no
