-- Grain: one row per customer and exported version. Test accounts are no business. A Japanese tax
-- id holds the 法人番号, that of the invoice system behind a T.
select
    'stripe' as source,
    id as source_account_id,
    coalesce(name, description) as account_name,
    case
        when tax_info_type = 'jp_cn' then {{ nfkc('tax_info_tax_id') }}
        when tax_info_type = 'jp_trn' then replace({{ nfkc('tax_info_tax_id') }}, 'T', '')
    end as corporate_number,
    {{ email_domain(normalised_email('email')) }} as domain,
    cast(null as string) as industry,
    address_state as region,
    phone,
    case
        when {{ json_text('metadata', '$.salesforce_account_id') }} is not null then 'salesforce'
    end as same_as_source,
    {{ json_text('metadata', '$.salesforce_account_id') }} as same_as_account_id,
    cast(null as string) as owner_id,
    cast(null as bigint) as employees,
    coalesce(is_deleted, false) as is_deleted,
    created as created_at,
    {{ lineage() }}

from {{ source('stripe', 'customer') }}
where coalesce(livemode, true)
