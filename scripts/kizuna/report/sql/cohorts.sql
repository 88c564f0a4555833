-- Of the customers of a starting month, how many are left; a month not yet seen is absent.
select
    strftime(cohort_month, '%Y-%m') as cohort_month,
    months_since,
    customers,
    customers_left_in,
    logo_retention,
    revenue_retention

from marts.retention_cohorts
where
    currency = getvariable('currency')
    and cohort_month > date_trunc('month', getvariable('as_of')) - interval 24 month
    and logo_retention is not null
order by cohort_month, months_since
