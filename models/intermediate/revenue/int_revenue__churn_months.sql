-- Grain: one row per account, currency and month in which the account had MRR in that currency at
-- the month's start or on one of its days, up to the as-of date. has_left: a run of days with MRR
-- ended in the month, whether the account came back or not; in a change of currency it ended in
-- none.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

-- A spell that ends on the first day of a month had MRR at that month's start.
spell_months as (

    select
        spells.*,
        as_of.as_of_date,
        {{ months_between(
            month_start('spells.started_on'),
            month_start('least(spells.ends_on, as_of.as_of_date)')
        ) }} as month

    from {{ ref('int_revenue__spells') }} as spells
    cross join as_of

),

bounded as (

    select
        spell_months.*,
        least({{ month_end('month') }}, as_of_date) as last_day

    from spell_months

),

measured as (

    select
        account_id,
        currency,
        month,
        max(case when started_on < month then 1 else 0 end) as was_there,
        max(case when ends_on > last_day then 1 else 0 end) as is_there,
        max(case when account_ends_on <= last_day then 1 else 0 end) as left_in_it

    from bounded
    group by account_id, currency, month

)

select
    account_id,
    currency,
    month,
    was_there = 1 as is_at_start,
    max(was_there) over (partition by account_id, month) = 1 as account_is_at_start,
    max(is_there) over (partition by account_id, month) = 1 as account_is_at_end,
    left_in_it = 1 as has_left

from measured
