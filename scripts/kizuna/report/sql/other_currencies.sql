-- Contracts in other currencies, which stand beside and are never added up.
select
    currency,
    strftime(month, '%Y-%m') as month,
    start_mrr,
    end_mrr,
    customers_end

from marts.mrr_monthly
where
    currency <> getvariable('currency')
    and month = date_trunc('month', getvariable('as_of'))
order by currency
