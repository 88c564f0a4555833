-- Grain: one row per definition, currency and period. Months per currency: ours, Stripe's and
-- Baremetrics'. All currencies and all time: ours, and the flags that tools keep. Churn rates of
-- one period differ by definition alone; churn_reconciliation_customers says by whom.
with by_day as (

    select
        currency,
        month,
        count(*) as customers_in_month,
        sum(case when is_at_start then 1 else 0 end) as customers_at_start,
        sum(case when has_left then 1 else 0 end) as customers_left

    from {{ ref('int_revenue__churn_months') }}
    group by currency, month

),

-- Who comes and leaves between two month ends may make a month that the MRR bridge does not have.
months as (

    select
        coalesce(bridge.currency, by_day.currency) as currency,
        coalesce(bridge.month, by_day.month) as month,
        coalesce(bridge.customers_churned, 0) as customers_churned,
        coalesce(bridge.customers_start, 0) as customers_start,
        coalesce(by_day.customers_left, 0) as customers_left,
        coalesce(by_day.customers_at_start, 0) as customers_at_start,
        coalesce(by_day.customers_in_month, 0) as customers_in_month

    from {{ ref('mrr_monthly') }} as bridge
    full outer join by_day
        on bridge.currency = by_day.currency and bridge.month = by_day.month

),

counted as (

    select
        'ours' as definition,
        currency,
        month as period_start,
        'customers' as unit,
        customers_churned as numerator,
        customers_start as denominator
    from months

    union all

    select
        'stripe' as definition,
        currency,
        month as period_start,
        'customers' as unit,
        customers_left as numerator,
        customers_in_month as denominator
    from months

    union all

    select
        'baremetrics' as definition,
        currency,
        month as period_start,
        'customers' as unit,
        customers_left as numerator,
        customers_at_start as denominator
    from months

    union all

    select
        'ours' as definition,
        'all' as currency,
        cast(null as date) as period_start,
        'customers' as unit,
        sum(case when is_customer then 0 else 1 end) as numerator,
        count(*) as denominator
    from {{ ref('int_revenue__customers') }}
    having count(*) > 0

    union all

    select
        definition,
        'all' as currency,
        cast(null as date) as period_start,
        unit,
        sum(units_counted) as numerator,
        sum(units_in_base) as denominator
    from {{ ref('int_revenue__churn_flags') }}
    group by definition, unit

),

rated as (

    select
        counted.*,
        {{ period_label(
            "case when period_start is null then 'all' else 'month' end", 'period_start'
        ) }} as period,
        {{ rate('numerator', 'denominator') }} as churn_rate

    from counted

)

select
    rated.definition,
    rated.currency,
    rated.period,
    rated.period_start,
    rated.unit,
    cast(rated.numerator as bigint) as numerator,
    cast(rated.denominator as bigint) as denominator,
    rated.churn_rate,
    {{ rounded('rated.churn_rate - ours.churn_rate') }} as difference_to_ours

from rated
left join rated as ours
    on
        rated.currency = ours.currency
        and rated.period = ours.period
        and ours.definition = 'ours'
