-- Promise: band and quadrant of an account are the same in account_nps, loyalty_matrix and
-- dim_accounts, behaviour is the sum of its parts and stays within 0 and 100, and whoever has no
-- valid answer is unknown.
select
    accounts.account_id,
    accounts.nps_band,
    accounts.loyalty_quadrant,
    loyalty.nps_band as nps_band_of_matrix,
    loyalty.quadrant,
    loyalty.behavioural_loyalty

from {{ ref('dim_accounts') }} as accounts
left join {{ ref('loyalty_matrix') }} as loyalty
    on accounts.account_id = loyalty.account_id
left join {{ ref('account_nps') }} as nps
    on accounts.account_id = nps.account_id
where
    loyalty.account_id is null
    or coalesce(accounts.nps_band, '') <> coalesce(loyalty.nps_band, '')
    or accounts.loyalty_quadrant <> loyalty.quadrant
    or coalesce(accounts.engagement_score, -1) <> coalesce(loyalty.engagement_score, -1)
    or coalesce(nps.nps_band, '') <> coalesce(loyalty.nps_band, '')
    or (nps.account_id is null and loyalty.quadrant <> 'unknown')
    or loyalty.behavioural_loyalty
    <> loyalty.in_term_points + loyalty.expansion_points + loyalty.advocacy_points
    or loyalty.behavioural_loyalty not between 0 and 100
    or (loyalty.behavioural_loyalty is null and accounts.lifecycle <> 'prospect')
