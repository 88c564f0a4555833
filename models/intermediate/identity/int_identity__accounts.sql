-- Grain: one row per account with the attributes of its CRM record; of several records the one
-- that still exists and was known first speaks. An account that only a contract or an answer names
-- has no attributes: its segments are (unknown).
with records as (

    select
        account_keys.account_id,
        accounts.account_name,
        accounts.corporate_number,
        accounts.domain,
        accounts.industry,
        accounts.region,
        accounts.owner_id,
        accounts.employees,
        accounts.is_deleted,
        row_number() over (
            partition by account_keys.account_id
            order by
                case when accounts.source_account_id is not null then 0 else 1 end,
                case when coalesce(accounts.is_deleted, false) then 1 else 0 end,
                account_keys.first_known_at,
                account_keys.source,
                account_keys.source_account_id
        ) as speaking_order

    from {{ ref('int_identity__account_keys') }} as account_keys
    left join {{ ref('int_inputs__accounts') }} as accounts
        on
            account_keys.source = accounts.source
            and account_keys.source_account_id = accounts.source_account_id

)

select
    records.account_id,
    coalesce(records.account_name, '(unknown)') as account_name,
    records.corporate_number,
    records.domain,
    coalesce(records.industry, '(unknown)') as industry,
    coalesce(bands.company_size_band, '(unknown)') as company_size_band,
    coalesce(records.region, '(unknown)') as region,
    records.owner_id,
    coalesce(records.is_deleted, false) as is_deleted

from records
left join {{ ref('company_size_bands') }} as bands
    on
        records.employees >= bands.employees_from
        and records.employees < bands.employees_below
where records.speaking_order = 1
