-- Grain: one row per definition (a flag that a tool keeps) and account that was a customer by our
-- count or that the flag speaks of. Over all time, since a flag need not have a day. The flag's
-- base are the records that it speaks of and, where it only lists who churned, the paying customers
-- (subscriptions) of the same tool.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

flagged as (

    select
        flags.source || '.' || flags.flag as definition,
        flags.source,
        flags.unit,
        case
            when flags.unit = 'customers' then account_keys.account_id else flags.record_id
        end as unit_id,
        account_keys.account_id,
        flags.is_churned

    from {{ ref('int_inputs__churn_flags') }} as flags
    inner join {{ ref('int_identity__account_keys') }} as account_keys
        on
            flags.source = account_keys.source
            and flags.source_account_id = account_keys.source_account_id

),

definitions as (

    select distinct
        definition,
        source,
        unit
    from flagged

),

paid as (

    select
        subscriptions.source,
        subscriptions.subscription_id,
        subscriptions.account_id,
        coalesce(subscriptions.ends_on <= as_of.as_of_date, false) as has_ended

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join as_of
    where
        subscriptions.exclusion_reason is null
        and subscriptions.started_on <= as_of.as_of_date

),

in_base as (

    select
        definition,
        unit,
        unit_id,
        account_id,
        is_churned
    from flagged

    union all

    select
        definitions.definition,
        definitions.unit,
        case
            when definitions.unit = 'customers' then paid.account_id else paid.subscription_id
        end as unit_id,
        paid.account_id,
        false as is_churned
    from definitions
    inner join paid
        on definitions.source = paid.source

),

units as (

    select
        definition,
        unit,
        unit_id,
        account_id,
        max(case when is_churned then 1 else 0 end) as counted

    from in_base
    group by definition, unit, unit_id, account_id

),

its_accounts as (

    select
        definition,
        unit,
        account_id,
        sum(counted) as units_counted,
        count(*) as units_in_base

    from units
    group by definition, unit, account_id

),

kinds as (

    select distinct
        definition,
        unit
    from definitions

),

-- Every customer of ours stands beside each flag, whether its tool knows the customer or not.
our_accounts as (

    select
        kinds.definition,
        kinds.unit,
        customers.account_id,
        customers.is_customer,
        customers.has_ever_left

    from {{ ref('int_revenue__customers') }} as customers
    cross join kinds

),

ended as (

    select
        account_id,
        max(case when has_ended then 1 else 0 end) = 1 as has_ended_contract

    from paid
    group by account_id

),

compared as (

    select
        coalesce(our_accounts.definition, its_accounts.definition) as definition,
        coalesce(our_accounts.unit, its_accounts.unit) as unit,
        coalesce(our_accounts.account_id, its_accounts.account_id) as account_id,
        our_accounts.account_id is not null as is_in_our_base,
        coalesce(not our_accounts.is_customer, false) as is_counted_by_ours,
        coalesce(our_accounts.has_ever_left, false) as has_ever_left,
        coalesce(its_accounts.units_in_base, 0) as units_in_base,
        coalesce(its_accounts.units_counted, 0) as units_counted

    from our_accounts
    full outer join its_accounts
        on
            our_accounts.definition = its_accounts.definition
            and our_accounts.unit = its_accounts.unit
            and our_accounts.account_id = its_accounts.account_id

)

select
    compared.definition,
    compared.unit,
    compared.account_id,
    compared.is_in_our_base,
    compared.is_counted_by_ours,
    compared.units_in_base,
    compared.units_counted,
    compared.has_ever_left,
    coalesce(ended.has_ended_contract, false) as has_ended_contract

from compared
left join ended
    on compared.account_id = ended.account_id
