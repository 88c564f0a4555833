-- Grain: one row per currency, month, window and segment. A window of 1, 3 or 12 months ends with
-- `month` and compares its two ends only: what comes and goes in between counts for nothing. A
-- customer is lost who has MRR in no currency at the window's end.
{% set segment_types = customer_segment_types() %}
{% set measures %}
    count(*) as customers_start,
    sum(is_lost) as customers_lost,
    sum(start_mrr) as start_mrr,
    sum(end_mrr) as end_mrr,
    sum(least(start_mrr, end_mrr)) as kept_mrr,
    sum(greatest(start_mrr - end_mrr, 0)) as lost_mrr,
    sum(greatest(end_mrr - start_mrr, 0)) as expansion_mrr
{% endset %}
with account_months as (

    select * from {{ ref('int_revenue__account_months') }}

),

customer_months as (

    select * from {{ ref('int_revenue__customer_months') }}

),

windows as (

    {% for window_months in [1, 3, 12] %}
        {{ 'union all' if not loop.first }}
        select cast({{ window_months }} as bigint) as window_months
    {% endfor %}

),

bounds as (

    select
        currency,
        min(month) as first_month,
        max(month) as last_month

    from account_months
    group by currency

),

spine as (

    select
        bounds.currency,
        windows.window_months,
        {{ months_between(
            add_months('bounds.first_month', 'windows.window_months'), 'bounds.last_month'
        ) }} as month

    from bounds
    cross join windows

),

starts as (

    select
        account_months.account_id,
        account_months.currency,
        account_months.mrr as start_mrr,
        windows.window_months,
        {{ add_months('account_months.month', 'windows.window_months') }} as month,
        customer_months.industry,
        customer_months.company_size_band,
        customer_months.region,
        customer_months.plan,
        coalesce(history.rank, '(unknown)') as engagement_rank,
        coalesce(means.nps_band, '(unknown)') as nps_band

    from account_months
    inner join customer_months
        on
            account_months.account_id = customer_months.account_id
            and account_months.month = customer_months.month
    left join {{ ref('account_engagement_history') }} as history
        on
            customer_months.account_id = history.account_id
            and customer_months.measured_on = history.as_of_date
    left join {{ ref('int_feedback__account_means') }} as means
        on
            customer_months.account_id = means.account_id
            and customer_months.measured_on = means.measured_on
    cross join windows
    where account_months.mrr > 0

),

-- A window that is not over yet finds no end.
compared as (

    select
        starts.*,
        ends.mrr as end_mrr,
        case when customer_months.account_id is null then 1 else 0 end as is_lost

    from starts
    inner join account_months as ends
        on
            starts.account_id = ends.account_id
            and starts.currency = ends.currency
            and starts.month = ends.month
    left join customer_months
        on
            starts.account_id = customer_months.account_id
            and starts.month = customer_months.month

),

counted as (

    select
        currency,
        month,
        window_months,
        'all' as segment_type,
        'all' as segment,
        {{ measures }}
    from compared
    group by currency, month, window_months
    {% for segment_type in segment_types %}
        union all
        select
            currency,
            month,
            window_months,
            '{{ segment_type }}' as segment_type,
            {{ segment_type }} as segment,
            {{ measures }}
        from compared
        group by currency, month, window_months, {{ segment_type }}
    {% endfor %}

),

-- A window that nobody was a customer at the start of has a row too, of all customers.
rows_shown as (

    select
        currency,
        month,
        window_months,
        'all' as segment_type,
        'all' as segment
    from spine
    union all
    select
        currency,
        month,
        window_months,
        segment_type,
        segment
    from counted
    where segment_type <> 'all'

)

select
    rows_shown.currency,
    rows_shown.month,
    rows_shown.window_months,
    rows_shown.segment_type,
    rows_shown.segment,
    cast(coalesce(counted.customers_start, 0) as bigint) as customers_start,
    cast(coalesce(counted.customers_lost, 0) as bigint) as customers_lost,
    cast(coalesce(counted.start_mrr, 0) as decimal(18, 2)) as start_mrr,
    cast(coalesce(counted.end_mrr, 0) as decimal(18, 2)) as end_mrr,
    cast(coalesce(counted.kept_mrr, 0) as decimal(18, 2)) as kept_mrr,
    cast(coalesce(counted.lost_mrr, 0) as decimal(18, 2)) as lost_mrr,
    cast(coalesce(counted.expansion_mrr, 0) as decimal(18, 2)) as expansion_mrr,
    {{ rate('counted.customers_lost', 'counted.customers_start') }} as logo_churn,
    {{ rate('counted.lost_mrr', 'counted.start_mrr') }} as gross_revenue_churn,
    {{ rate('(counted.lost_mrr - counted.expansion_mrr)', 'counted.start_mrr') }}
        as net_revenue_churn,
    {{ rate('counted.kept_mrr', 'counted.start_mrr') }} as grr,
    {{ rate('counted.end_mrr', 'counted.start_mrr') }} as nrr,
    rows_shown.currency = '{{ var("reporting_currency") }}' as is_reporting_currency

from rows_shown
left join counted
    on
        rows_shown.currency = counted.currency
        and rows_shown.month = counted.month
        and rows_shown.window_months = counted.window_months
        and rows_shown.segment_type = counted.segment_type
        and rows_shown.segment = counted.segment
