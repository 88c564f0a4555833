-- Grain: one row per account, currency and month from its first month with MRR on. A month's MRR is
-- that of its last local day, of the as-of date for the running month. The months end with the
-- as-of date, so that a running contract never shows a churn only because the data ends.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

-- An open end is a far day: `or ends_on is null` in a join would try every pair.
periods as (

    select
        subscriptions.account_id,
        subscriptions.currency,
        subscriptions.mrr,
        subscriptions.started_on,
        coalesce(subscriptions.ends_on, cast('9999-12-31' as date)) as ends_on

    from {{ ref('int_revenue__subscriptions') }} as subscriptions
    cross join as_of
    where
        subscriptions.exclusion_reason is null
        and subscriptions.started_on <= as_of.as_of_date

),

period_months as (

    select
        periods.*,
        as_of.as_of_date,
        {{ months_between(
            month_start('periods.started_on'),
            month_start('least(periods.ends_on, as_of.as_of_date)')
        ) }} as month

    from periods
    cross join as_of

),

measured as (

    select
        account_id,
        currency,
        month,
        sum(mrr) as mrr

    from period_months
    where
        started_on <= least({{ month_end('month') }}, as_of_date)
        and ends_on > least({{ month_end('month') }}, as_of_date)
    group by account_id, currency, month

),

first_months as (

    select
        account_id,
        currency,
        min(month) as first_month

    from measured
    group by account_id, currency

),

spine as (

    select
        first_months.account_id,
        first_months.currency,
        {{ months_between(
            'first_months.first_month', month_start('as_of.as_of_date')
        ) }} as month

    from first_months
    cross join as_of

)

select
    spine.account_id,
    spine.currency,
    spine.month,
    cast(coalesce(measured.mrr, 0) as decimal(18, 2)) as mrr

from spine
left join measured
    on
        spine.account_id = measured.account_id
        and spine.currency = measured.currency
        and spine.month = measured.month
