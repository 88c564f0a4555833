-- How many accounts, and how much MRR, in each quadrant.
select
    loyalty_matrix.quadrant,
    count(*) as accounts,
    sum(dim_accounts.mrr) as mrr

from marts.loyalty_matrix
inner join marts.dim_accounts
    on loyalty_matrix.account_id = dim_accounts.account_id
group by loyalty_matrix.quadrant
order by accounts desc, loyalty_matrix.quadrant asc
