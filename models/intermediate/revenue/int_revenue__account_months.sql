-- Grain: one row per account, currency and month from its first month with MRR on. The months end
-- with the as-of date, so that a running contract never shows a churn only because the data ends.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

measured as (

    select
        account_id,
        currency,
        month,
        sum(mrr) as mrr

    from {{ ref('int_revenue__product_months') }}
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
