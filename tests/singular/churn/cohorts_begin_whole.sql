-- Promise: every cohort begins with all its customers and all its MRR (cell 0 is 1), never has more
-- customers than that, and as many rows as the currency's oldest cohort, of which the ones that the
-- data does not cover are NULL, and no other. Revenue retention may exceed 1.
with ages as (

    select
        currency,
        max(months_since) as oldest

    from {{ ref('retention_cohorts') }}
    group by currency

),

covered as (

    select
        cohorts.*,
        {{ add_months('cohorts.cohort_month', 'cohorts.months_since') }}
        <= as_of.as_of_date as is_covered,
        count(*) over (partition by cohorts.currency, cohorts.cohort_month) as cells

    from {{ ref('retention_cohorts') }} as cohorts
    cross join {{ ref('int_inputs__as_of') }} as as_of

)

select
    covered.currency,
    covered.cohort_month,
    covered.months_since,
    covered.customers,
    covered.customers_left_in,
    covered.logo_retention,
    covered.revenue_retention

from covered
inner join ages
    on covered.currency = ages.currency
where
    (covered.months_since = 0 and covered.logo_retention <> 1)
    or (covered.months_since = 0 and covered.revenue_retention <> 1)
    or covered.customers_left_in > covered.customers
    or covered.cells <> ages.oldest + 1
    or covered.is_covered <> (covered.logo_retention is not null)
    or covered.is_covered <> (covered.revenue_retention is not null)
