-- Promise: the strata of every type hold every customer once: customers at 0 months, churned and
-- censored ones add up to those of all. A customer without a value who is left out breaks it.
with totals as (

    select
        stratum_type,
        sum(case when time_months = 0 then at_risk else 0 end) as customers,
        sum(churned) as churned,
        sum(censored) as censored

    from {{ ref('survival_curves') }}
    group by stratum_type

),

types as (

    {% for segment_type in customer_segment_types() %}
        {{ 'union all' if not loop.first }}
        select '{{ segment_type }}' as stratum_type
    {% endfor %}

)

select
    types.stratum_type,
    alls.customers as customers_of_all,
    totals.customers as customers_of_strata,
    totals.churned,
    totals.censored

from types
cross join totals as alls
left join totals
    on types.stratum_type = totals.stratum_type
where
    alls.stratum_type = 'all'
    and (
        totals.customers is null
        or totals.customers <> alls.customers
        or totals.churned <> alls.churned
        or totals.censored <> alls.censored
    )
