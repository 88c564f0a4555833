-- Grain: one row per currency, cohort and month since its beginning, up to the age of the oldest
-- cohort of the currency. What lies after the as-of month is not known: NULL, and no 0. A customer
-- who pays in another currency by now is still a customer, whose MRR has left the cohort.
with account_months as (

    select
        account_id,
        currency,
        month,
        mrr,
        min(month) over (partition by account_id, currency) as cohort_month

    from {{ ref('int_revenue__account_months') }}

),

measured as (

    select
        account_months.currency,
        account_months.cohort_month,
        {{ months_from('account_months.cohort_month', 'account_months.month') }} as months_since,
        count(customer_months.account_id) as customers_left_in,
        sum(account_months.mrr) as mrr

    from account_months
    left join {{ ref('int_revenue__customer_months') }} as customer_months
        on
            account_months.account_id = customer_months.account_id
            and account_months.month = customer_months.month
    group by
        account_months.currency,
        account_months.cohort_month,
        account_months.month

),

ages as (

    select
        currency,
        max(months_since) as oldest

    from measured
    group by currency

),

cells as (

    select
        beginnings.currency,
        beginnings.cohort_month,
        beginnings.customers_left_in as customers,
        beginnings.mrr as start_mrr,
        {{ numbers_between('0', 'ages.oldest') }} as months_since

    from measured as beginnings
    inner join ages
        on beginnings.currency = ages.currency
    where beginnings.months_since = 0

)

select
    cells.currency,
    cells.cohort_month,
    cast(cells.months_since as bigint) as months_since,
    cast(cells.customers as bigint) as customers,
    cast(measured.customers_left_in as bigint) as customers_left_in,
    cast(cells.start_mrr as decimal(18, 2)) as start_mrr,
    cast(measured.mrr as decimal(18, 2)) as mrr,
    {{ rate('measured.customers_left_in', 'cells.customers') }} as logo_retention,
    {{ rate('measured.mrr', 'cells.start_mrr') }} as revenue_retention

from cells
left join measured
    on
        cells.currency = measured.currency
        and cells.cohort_month = measured.cohort_month
        and cells.months_since = measured.months_since
