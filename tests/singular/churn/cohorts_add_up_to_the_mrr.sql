-- Promise: the MRR of all cohorts in a calendar month is the MRR of that month, and every month has
-- cohorts. A customer in two cohorts of one currency, or in none, breaks it.
with by_month as (

    select
        currency,
        {{ add_months('cohort_month', 'months_since') }} as month,
        sum(mrr) as mrr

    from {{ ref('retention_cohorts') }}
    group by currency, {{ add_months('cohort_month', 'months_since') }}

)

select
    months.currency,
    months.month,
    months.end_mrr,
    by_month.mrr

from {{ ref('mrr_monthly') }} as months
left join by_month
    on
        months.currency = by_month.currency
        and months.month = by_month.month
where
    by_month.mrr is null
    or by_month.mrr <> months.end_mrr
