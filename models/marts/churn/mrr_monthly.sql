-- Grain: one row per currency and month, from the currency's first month with MRR to the as-of month, quiet months
-- included. An account that changes currency is customers_switched_in of one and _out of the other, and no churn.
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
        cast({{ months_between('first_month', 'last_month') }} as date) as month

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
        sum(case when movement = 'expansion' and start_mrr = 0 then 1 else 0 end) as customers_switched_in,
        sum(case when movement = 'contraction' and end_mrr = 0 then 1 else 0 end) as customers_switched_out,
        sum(case when end_mrr > 0 then 1 else 0 end) as customers_end

    from {{ ref('fct_mrr_movements') }}
    group by currency, month

)

{% set amounts = [
    'start_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'end_mrr'
] %}
{% set counts = [
    'customers_start', 'customers_new', 'customers_reactivated', 'customers_churned',
    'customers_switched_in', 'customers_switched_out', 'customers_end'
] %}
select
    spine.currency,
    spine.month,
    {% for amount in amounts %}
        cast(coalesce(summed.{{ amount }}, 0) as decimal(18, 2)) as {{ amount }},
    {% endfor %}
    {% for count in counts %}
        cast(coalesce(summed.{{ count }}, 0) as bigint) as {{ count }}{{ ',' if not loop.last }}
    {% endfor %}

from spine
left join summed
    on spine.currency = summed.currency and spine.month = summed.month
