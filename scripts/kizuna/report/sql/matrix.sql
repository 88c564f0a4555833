-- Accounts that answered: engagement against satisfaction.
select
    loyalty_matrix.account_id,
    dim_accounts.account_name,
    loyalty_matrix.engagement_score,
    loyalty_matrix.nps_mean_score,
    loyalty_matrix.behavioural_loyalty,
    loyalty_matrix.quadrant,
    dim_accounts.mrr

from marts.loyalty_matrix
inner join marts.dim_accounts
    on loyalty_matrix.account_id = dim_accounts.account_id
where loyalty_matrix.quadrant <> 'unknown'
order by dim_accounts.mrr desc, loyalty_matrix.account_id asc
