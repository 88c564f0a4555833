-- Promise: ours of churn_reconciliation is the churn of mrr_monthly, and over all time that of
-- dim_accounts: former customers of all who are or were one. The counts by day that the other
-- definitions stand on start with the same customers. It does not check closed months whose
-- contracts changed later: there only the first holds.
with months as (

    select
        ours.currency,
        ours.period,
        ours.numerator,
        ours.denominator,
        bridge.customers_churned as expected_numerator,
        bridge.customers_start as expected_denominator

    from {{ ref('churn_reconciliation') }} as ours
    left join {{ ref('mrr_monthly') }} as bridge
        on ours.currency = bridge.currency and ours.period_start = bridge.month
    where
        ours.definition = 'ours'
        and ours.period <> 'all'

),

all_time as (

    select
        sum(case when lifecycle = 'former' then 1 else 0 end) as former,
        sum(case when lifecycle = 'prospect' then 0 else 1 end) as ever

    from {{ ref('dim_accounts') }}

),

compared as (

    select * from months

    union all

    select
        ours.currency,
        ours.period,
        ours.numerator,
        ours.denominator,
        all_time.former as expected_numerator,
        all_time.ever as expected_denominator

    from {{ ref('churn_reconciliation') }} as ours
    cross join all_time
    where
        ours.definition = 'ours'
        and ours.period = 'all'

)

select
    currency,
    period,
    numerator,
    expected_numerator,
    denominator,
    expected_denominator

from compared
where
    numerator <> coalesce(expected_numerator, 0)
    or denominator <> coalesce(expected_denominator, 0)
