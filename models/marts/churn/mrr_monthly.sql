-- Grain: one row per currency and month, from the currency's first month with MRR to the as-of
-- month, quiet months included. An account that changes currency is customers_switched_in of one
-- and _out of the other, and no churn.
with bounds as (

    select
        currency,
        min(month) as first_month,
        max(month) as last_month

    from {{ ref('int_revenue__account_months') }}
    group by currency

),

spine as (

    select
        currency,
        {{ months_between('first_month', 'last_month') }} as month

    from bounds

),

summed as (

    select
        currency,
        month,
        sum(start_mrr) as start_mrr,
        sum(case when movement = 'new' then delta_mrr else 0 end) as new_mrr,
        sum(case when movement = 'reactivation' then delta_mrr else 0 end) as reactivation_mrr,
        sum(case when movement = 'expansion' then delta_mrr else 0 end) as expansion_mrr,
        sum(case when movement = 'contraction' then -delta_mrr else 0 end) as contraction_mrr,
        sum(case when movement = 'churn' then -delta_mrr else 0 end) as churned_mrr,
        sum(end_mrr) as end_mrr,
        sum(case when start_mrr > 0 then 1 else 0 end) as customers_start,
        sum(case when movement = 'new' then 1 else 0 end) as customers_new,
        sum(case when movement = 'reactivation' then 1 else 0 end) as customers_reactivated,
        sum(case when movement = 'churn' then 1 else 0 end) as customers_churned,
        sum(
            case when movement = 'expansion' and start_mrr = 0 then 1 else 0 end
        ) as customers_switched_in,
        sum(
            case when movement = 'contraction' and end_mrr = 0 then 1 else 0 end
        ) as customers_switched_out,
        sum(case when end_mrr > 0 then 1 else 0 end) as customers_end

    from {{ ref('fct_mrr_movements') }}
    group by currency, month

)

select
    spine.currency,
    spine.month,
    cast(coalesce(summed.start_mrr, 0) as decimal(18, 2)) as start_mrr,
    cast(coalesce(summed.new_mrr, 0) as decimal(18, 2)) as new_mrr,
    cast(coalesce(summed.reactivation_mrr, 0) as decimal(18, 2)) as reactivation_mrr,
    cast(coalesce(summed.expansion_mrr, 0) as decimal(18, 2)) as expansion_mrr,
    cast(coalesce(summed.contraction_mrr, 0) as decimal(18, 2)) as contraction_mrr,
    cast(coalesce(summed.churned_mrr, 0) as decimal(18, 2)) as churned_mrr,
    cast(coalesce(summed.end_mrr, 0) as decimal(18, 2)) as end_mrr,
    cast(coalesce(summed.customers_start, 0) as bigint) as customers_start,
    cast(coalesce(summed.customers_new, 0) as bigint) as customers_new,
    cast(coalesce(summed.customers_reactivated, 0) as bigint) as customers_reactivated,
    cast(coalesce(summed.customers_churned, 0) as bigint) as customers_churned,
    cast(coalesce(summed.customers_switched_in, 0) as bigint) as customers_switched_in,
    cast(coalesce(summed.customers_switched_out, 0) as bigint) as customers_switched_out,
    cast(coalesce(summed.customers_end, 0) as bigint) as customers_end,
    spine.currency = '{{ var("reporting_currency") }}' as is_reporting_currency

from spine
left join summed
    on spine.currency = summed.currency and spine.month = summed.month
