-- Churn and retention of the windows of 1 and 12 months that end with each of the last 24 months.
select
    strftime(month, '%Y-%m') as month,
    window_months,
    customers_start,
    customers_lost,
    start_mrr,
    lost_mrr,
    expansion_mrr,
    logo_churn,
    gross_revenue_churn,
    net_revenue_churn,
    grr,
    nrr

from marts.retention_monthly
where
    currency = getvariable('currency')
    and segment_type = 'all'
    and window_months in (1, 12)
    and month > date_trunc('month', getvariable('as_of')) - interval 24 month
order by month, window_months
