-- Promise: the customers of churn_reconciliation_customers are those of churn_reconciliation. Per
-- definition, currency and period they add up to its numerator and to ours, and where customers are
-- counted, those who stand in one denominator only are the difference of the denominators. A
-- customer who is left out, doubled or explained by nothing breaks it. It does not check that the
-- reason is the right one.
with customers as (

    select
        definition,
        currency,
        period,
        sum(case when counted_by_ours then 1 else 0 end) as ours,
        sum(units_counted_by_it) as its,
        sum(case when in_base_of_it and not in_base_of_ours then 1 else 0 end)
        - sum(case when in_base_of_ours and not in_base_of_it then 1 else 0 end) as more_in_base,
        sum(
            case
                when
                    (counted_by_ours <> counted_by_it or in_base_of_ours <> in_base_of_it)
                    <> (reason is not null)
                    then 1
                else 0
            end
        ) as wrongly_explained,
        sum(case when counted_by_it <> (units_counted_by_it > 0) then 1 else 0 end) as miscounted

    from {{ ref('churn_reconciliation_customers') }}
    group by definition, currency, period

),

rates as (

    select
        its.definition,
        its.currency,
        its.period,
        its.unit,
        its.numerator as its_numerator,
        ours.numerator as our_numerator,
        its.denominator - ours.denominator as more_in_denominator

    from {{ ref('churn_reconciliation') }} as its
    left join {{ ref('churn_reconciliation') }} as ours
        on
            its.currency = ours.currency
            and its.period = ours.period
            and ours.definition = 'ours'

)

select
    coalesce(rates.definition, customers.definition) as definition,
    coalesce(rates.currency, customers.currency) as currency,
    coalesce(rates.period, customers.period) as period,
    rates.its_numerator,
    customers.its,
    rates.our_numerator,
    customers.ours,
    rates.more_in_denominator,
    customers.more_in_base,
    customers.wrongly_explained

from rates
full outer join customers
    on
        rates.definition = customers.definition
        and rates.currency = customers.currency
        and rates.period = customers.period
where
    rates.definition is null
    or rates.our_numerator is distinct from coalesce(customers.ours, 0)
    or rates.its_numerator <> coalesce(customers.its, 0)
    or (
        rates.unit = 'customers'
        and rates.more_in_denominator <> coalesce(customers.more_in_base, 0)
    )
    or customers.wrongly_explained > 0
    or customers.miscounted > 0
