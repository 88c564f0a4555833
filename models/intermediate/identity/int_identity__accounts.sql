-- Grain: one row per account with the attributes of its records. One that still exists speaks
-- before a deleted one, then a CRM's before another tool's, then the one known first; where it
-- gives no value, the next that gives one. An account that only a contract or an answer names has
-- no attributes: its segments are (unknown).
{% set attributes = [
    'account_name', 'corporate_number', 'domain', 'industry', 'region', 'owner_id', 'employees'
] %}
{% set other_systems = var('account_sources') | reject('in', var('crm_sources')) | list %}
{% set listed = "'" ~ other_systems | join("', '") ~ "'" %}
with records as (

    select
        account_keys.account_id,
        {% for attribute in attributes %}
            accounts.{{ attribute }},
        {% endfor %}
        accounts.is_deleted,
        row_number() over (
            partition by account_keys.account_id
            order by
                case when accounts.source_account_id is not null then 0 else 1 end,
                case when coalesce(accounts.is_deleted, false) then 1 else 0 end,
                {% if other_systems %}
                    case when account_keys.source in ({{ listed }}) then 1 else 0 end,
                {% endif %}
                account_keys.first_known_at,
                account_keys.source,
                account_keys.source_account_id
        ) as speaking_order

    from {{ ref('int_identity__account_keys') }} as account_keys
    left join {{ ref('int_inputs__accounts') }} as accounts
        on
            account_keys.source = accounts.source
            and account_keys.source_account_id = accounts.source_account_id

),

placed as (

    select
        {% for attribute in attributes %}
            min(case when {{ attribute }} is not null then speaking_order end) over (
                partition by account_id
            ) as place_of_{{ attribute }},
        {% endfor %}
        records.*

    from records

),

spoken as (

    select
        account_id,
        {% for attribute in attributes %}
            max(case when speaking_order = place_of_{{ attribute }} then {{ attribute }} end)
                as {{ attribute }},
        {% endfor %}
        max(case when speaking_order = 1 and is_deleted then 1 else 0 end) = 1 as is_deleted

    from placed
    group by account_id

)

select
    spoken.account_id,
    coalesce(spoken.account_name, '(unknown)') as account_name,
    spoken.corporate_number,
    spoken.domain,
    coalesce(spoken.industry, '(unknown)') as industry,
    coalesce(bands.company_size_band, '(unknown)') as company_size_band,
    coalesce(spoken.region, '(unknown)') as region,
    spoken.owner_id,
    spoken.is_deleted

from spoken
left join {{ ref('company_size_bands') }} as bands
    on
        spoken.employees >= bands.employees_from
        and spoken.employees < bands.employees_below
