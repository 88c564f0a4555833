-- The last twelve months' churn under other published definitions.
select
    period,
    definition,
    unit,
    numerator,
    denominator,
    churn_rate,
    difference_to_ours

from marts.churn_reconciliation
where
    currency = getvariable('currency')
    and period_start > date_trunc('month', getvariable('as_of')) - interval 12 month
order by period desc, definition <> 'ours', definition asc
