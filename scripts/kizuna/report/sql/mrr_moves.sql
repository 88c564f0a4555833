-- The customers behind the last month's movements of MRR.
select
    fct_mrr_movements.account_id,
    dim_accounts.account_name,
    fct_mrr_movements.movement,
    fct_mrr_movements.start_mrr,
    fct_mrr_movements.end_mrr,
    fct_mrr_movements.delta_mrr

from marts.fct_mrr_movements
inner join marts.dim_accounts
    on fct_mrr_movements.account_id = dim_accounts.account_id
where
    fct_mrr_movements.currency = getvariable('currency')
    and fct_mrr_movements.month = date_trunc('month', getvariable('as_of'))
    and fct_mrr_movements.delta_mrr <> 0
order by abs(fct_mrr_movements.delta_mrr) desc, fct_mrr_movements.account_id
limit 10
