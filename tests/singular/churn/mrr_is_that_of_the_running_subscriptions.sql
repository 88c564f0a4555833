-- Promise: the MRR of the as-of day, counted straight from the subscriptions that run on it, is the
-- last month's end_mrr. A period that is lost, doubled or open too long breaks it. It checks that
-- one day, not the past.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

running as (

    select
        subscriptions.currency,
        sum(subscriptions.mrr) as mrr

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join as_of
    where
        subscriptions.started_on <= as_of.as_of_date
        and coalesce(subscriptions.ends_on > as_of.as_of_date, true)
        and subscriptions.exclusion_reason is null
    group by subscriptions.currency

),

published as (

    select
        months.currency,
        months.end_mrr

    from {{ ref('mrr_monthly') }} as months
    cross join as_of
    where months.month = {{ month_start('as_of.as_of_date') }}

)

select
    published.currency,
    published.end_mrr,
    running.mrr

from published
left join running
    on published.currency = running.currency
where published.end_mrr <> coalesce(running.mrr, 0)
