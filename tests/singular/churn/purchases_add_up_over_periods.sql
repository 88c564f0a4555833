-- Promise: every account is a first-time buyer in one month, one quarter and one fiscal year; those
-- of a period type add up to all who ever bought, which is the last buyers_ever; observed and
-- converted ones are the same in every period type. A period that is missing or doubled breaks it.
with buyers as (

    select count(distinct account_id) as accounts from {{ ref('int_revenue__purchases') }}

),

summed as (

    select
        period_type,
        sum(first_time_buyers) as first_time_buyers,
        max(buyers_ever) as buyers_ever,
        sum(f2_observed) as f2_observed,
        sum(f2_converted) as f2_converted

    from {{ ref('repeat_purchase') }}
    group by period_type

),

months as (

    select
        f2_observed,
        f2_converted

    from summed
    where period_type = 'month'

)

select
    summed.period_type,
    summed.first_time_buyers,
    summed.buyers_ever,
    buyers.accounts,
    summed.f2_observed,
    summed.f2_converted

from summed
cross join buyers
cross join months
where
    summed.first_time_buyers <> buyers.accounts
    or summed.buyers_ever <> buyers.accounts
    or summed.f2_observed <> months.f2_observed
    or summed.f2_converted <> months.f2_converted
