-- Promise: end = start + new + reactivation + expansion - contraction - churn, for every currency
-- and month, and the customers likewise. A movement that is counted twice or under no name breaks
-- it. It does not check that a movement has the right name.
select
    currency,
    month,
    start_mrr,
    end_mrr,
    customers_start,
    customers_end

from {{ ref('mrr_monthly') }}
where
    end_mrr
    <> start_mrr + new_mrr + reactivation_mrr + expansion_mrr - contraction_mrr - churned_mrr
    or customers_end
    <> customers_start + customers_new + customers_reactivated + customers_switched_in
    - customers_churned - customers_switched_out
