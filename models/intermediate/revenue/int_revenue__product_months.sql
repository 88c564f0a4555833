-- Grain: one row per account, currency, product and month with MRR at its end: that of the month's
-- last local day, of the as-of date for the running month. A closed month is what it was known to
-- be when it was closed.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

-- An open end is a far day: `or ends_on is null` in a join would try every pair.
periods as (

    select
        subscriptions.account_id,
        subscriptions.currency,
        coalesce(subscriptions.product, '(unknown)') as product,
        subscriptions.mrr,
        subscriptions.started_on,
        coalesce(subscriptions.ends_on, {{ no_day() }}) as ends_on,
        as_of.as_of_date

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join as_of
    where
        subscriptions.exclusion_reason is null
        and subscriptions.started_on <= as_of.as_of_date

),

period_months as (

    select
        periods.*,
        {{ months_between(
            month_start('started_on'), month_start('least(ends_on, as_of_date)')
        ) }} as month

    from periods

),

running as (

    select
        period_months.account_id,
        period_months.currency,
        period_months.product,
        period_months.month,
        period_months.mrr

    from period_months
    left join {{ ref('int_revenue__closed_months') }} as closed
        on period_months.month = closed.month
    where
        closed.month is null
        and period_months.started_on
        <= least({{ month_end('period_months.month') }}, period_months.as_of_date)
        and period_months.ends_on
        > least({{ month_end('period_months.month') }}, period_months.as_of_date)

    union all

    select
        versions.account_id,
        versions.currency,
        versions.product,
        closed.month,
        versions.mrr

    from {{ ref('int_revenue__closed_months') }} as closed
    inner join {{ ref('int_revenue__subscription_versions') }} as versions
        on
            closed.closed_at > versions.known_from
            and closed.closed_at <= versions.known_until
            and versions.started_on <= {{ month_end('closed.month') }}
            and versions.ends_on > {{ month_end('closed.month') }}

)

select
    account_id,
    currency,
    product,
    month,
    cast(sum(mrr) as decimal(18, 2)) as mrr

from running
group by
    account_id,
    currency,
    product,
    month
