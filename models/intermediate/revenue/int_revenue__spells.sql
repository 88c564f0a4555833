-- Grain: one row per account, currency and spell, an unbroken run of days [started_on, ends_on)
-- with MRR in that currency, begun by the as-of date; ends_on is 9999-12-31 where it runs on.
-- account_started_on and account_ends_on are those of the run over all currencies that holds it: an
-- account leaves on its account_ends_on, and not by changing its currency or one of its contracts.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

paid_periods as (

    select
        subscriptions.account_id,
        subscriptions.currency,
        subscriptions.started_on,
        coalesce(subscriptions.ends_on, {{ no_day() }}) as ends_on

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join as_of
    where
        subscriptions.exclusion_reason is null
        and subscriptions.started_on <= as_of.as_of_date

),

currency_spells as (

    {{ merged_periods('paid_periods', ['account_id', 'currency']) }}

),

account_spells as (

    {{ merged_periods('paid_periods', ['account_id']) }}

)

select
    currency_spells.account_id,
    currency_spells.currency,
    currency_spells.started_on,
    currency_spells.ends_on,
    account_spells.started_on as account_started_on,
    account_spells.ends_on as account_ends_on

from currency_spells
inner join account_spells
    on
        currency_spells.account_id = account_spells.account_id
        and currency_spells.started_on >= account_spells.started_on
        and currency_spells.started_on < account_spells.ends_on
