-- Promise: who has no MRR at a month's end has left on one of its days, so that Stripe and
-- Baremetrics count whom ours counts, and Baremetrics has our denominator. A gap between the counts
-- by month end and by day breaks it. Closed months whose contracts changed later are not checked.
select
    definition,
    currency,
    period,
    account_id,
    counted_by_ours,
    counted_by_it,
    in_base_of_ours,
    in_base_of_it

from {{ ref('churn_reconciliation_customers') }}
where
    definition in ('stripe', 'baremetrics')
    and coalesce(reason, '') <> 'corrected_after_closing'
    and (
        (counted_by_ours and not counted_by_it)
        or (in_base_of_ours and not in_base_of_it)
        or (definition = 'baremetrics' and in_base_of_ours <> in_base_of_it)
    )
