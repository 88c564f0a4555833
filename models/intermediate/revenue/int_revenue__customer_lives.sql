-- Grain: one row per account that ever had MRR at a month's end: its first life as a customer, from
-- its first month with MRR to the first one without, in whatever currency. One that still runs is
-- observed up to the as-of month. Who comes back after a churn begins no second life.
with numbered as (

    select
        account_id,
        month,
        min(month) over (partition by account_id) as entry_month,
        row_number() over (partition by account_id order by month) as place

    from {{ ref('int_revenue__customer_months') }}

),

first_lives as (

    select
        account_id,
        entry_month,
        max(month) as last_month

    from numbered
    where month = {{ add_months('entry_month', 'place - 1') }}
    group by account_id, entry_month

),

judged as (

    select
        first_lives.account_id,
        first_lives.entry_month,
        first_lives.last_month < {{ month_start('as_of.as_of_date') }} as is_churned,
        {{ months_from('first_lives.entry_month', 'first_lives.last_month') }} as months_with_mrr

    from first_lives
    cross join {{ ref('int_inputs__as_of') }} as as_of

)

select
    account_id,
    entry_month,
    is_churned,
    cast(
        case when is_churned then months_with_mrr + 1 else months_with_mrr end as bigint
    ) as time_months

from judged
