-- The movements of the last twelve months, in the reporting currency's own contracts.
select
    strftime(month, '%Y-%m') as month,
    start_mrr,
    new_mrr,
    reactivation_mrr,
    expansion_mrr,
    contraction_mrr,
    churned_mrr,
    end_mrr,
    customers_start,
    customers_new,
    customers_reactivated,
    customers_churned,
    customers_end

from marts.mrr_monthly
where
    currency = getvariable('currency')
    and month > date_trunc('month', getvariable('as_of')) - interval 12 month
order by month
