-- Grain: one row per period type and period, from the first purchase to the as-of date, quiet
-- periods included. Four rates that all pass as "repeat rate" elsewhere; each has its own name
-- here. A running period ends with the as-of date.
{% set period_types = [
    ('month', 1, month_start('day')),
    ('quarter', 3, fiscal_start('day', 3)),
    ('fiscal_year', 12, fiscal_start('day', 12)),
] %}
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

purchases as (

    select
        account_id,
        purchase_date,
        row_number() over (partition by account_id order by purchase_date) as purchase_no,
        lead(purchase_date) over (partition by account_id order by purchase_date) as next_date

    from {{ ref('int_revenue__purchases') }}

),

judged as (

    select
        purchases.account_id,
        purchases.purchase_date as day,
        purchases.purchase_no,
        purchases.purchase_no = 1
        and {{ add_days('purchases.purchase_date', var('f2_days')) }} <= as_of.as_of_date
            as is_observed_first,
        coalesce(
            purchases.next_date
            <= {{ add_days('purchases.purchase_date', var('f2_days')) }}, false
        ) as is_followed

    from purchases
    cross join as_of

),

by_period as (

    {% for period_type, months, period_start in period_types %}
        {{ 'union all' if not loop.first }}
        select
            '{{ period_type }}' as period_type,
            {{ period_start }} as period_start,
            count(distinct account_id) as buyers,
            count(distinct case when purchase_no > 1 then account_id end) as repeat_buyers,
            sum(case when purchase_no = 1 then 1 else 0 end) as first_time_buyers,
            sum(case when is_observed_first then 1 else 0 end) as f2_observed,
            sum(case when is_observed_first and is_followed then 1 else 0 end) as f2_converted
        from judged
        group by {{ period_start }}
    {% endfor %}

),

bounds as (

    select
        min(purchases.purchase_date) as first_day,
        max(as_of.as_of_date) as last_day

    from purchases
    cross join as_of
    having count(*) > 0

),

all_months as (

    select
        first_day,
        last_day,
        {{ months_between(fiscal_start('first_day', 12), month_start('last_day')) }} as day

    from bounds

),

spine as (

    {% for period_type, months, period_start in period_types %}
        {{ 'union all' if not loop.first }}
        select
            '{{ period_type }}' as period_type,
            day as period_start,
            least({{ add_days(add_months('day', months), -1) }}, last_day) as period_end
        from all_months
        where
            day = {{ period_start }}
            and {{ add_months('day', months) }} > first_day
    {% endfor %}

),

windows as (

    select distinct
        period_end,
        {{ add_days('period_end', '-' ~ var('repeat_window_days')) }} as day_before

    from spine

),

window_accounts as (

    select
        windows.period_end,
        purchases.account_id,
        count(*) as purchase_days

    from windows
    inner join purchases
        on
            windows.day_before < purchases.purchase_date
            and windows.period_end >= purchases.purchase_date
    group by windows.period_end, purchases.account_id

),

by_window as (

    select
        period_end,
        count(*) as window_buyers,
        sum(case when purchase_days > 1 then 1 else 0 end) as window_repeaters

    from window_accounts
    group by period_end

),

counted as (

    select
        spine.period_type,
        spine.period_start,
        spine.period_end,
        coalesce(by_period.repeat_buyers, 0) as repeat_buyers,
        sum(coalesce(by_period.first_time_buyers, 0)) over (
            partition by spine.period_type
            order by spine.period_start
            rows between unbounded preceding and current row
        ) as buyers_ever,
        coalesce(by_period.buyers, 0) as buyers,
        coalesce(by_period.first_time_buyers, 0) as first_time_buyers,
        coalesce(by_period.f2_observed, 0) as f2_observed,
        coalesce(by_period.f2_converted, 0) as f2_converted,
        coalesce(by_window.window_repeaters, 0) as window_repeaters,
        coalesce(by_window.window_buyers, 0) as window_buyers

    from spine
    left join by_period
        on
            spine.period_type = by_period.period_type
            and spine.period_start = by_period.period_start
    left join by_window
        on spine.period_end = by_window.period_end

)

select
    period_type,
    {{ period_label('period_type', 'period_start') }} as period,
    period_start,
    period_end,
    cast(repeat_buyers as bigint) as repeat_buyers,
    cast(buyers_ever as bigint) as buyers_ever,
    {{ rate('repeat_buyers', 'buyers_ever') }} as repeat_rate_cumulative,
    cast(buyers as bigint) as buyers,
    {{ rate('repeat_buyers', 'buyers') }} as repeater_share,
    cast(first_time_buyers as bigint) as first_time_buyers,
    cast({{ var('f2_days') }} as bigint) as f2_days,
    cast(f2_observed as bigint) as f2_observed,
    cast(f2_converted as bigint) as f2_converted,
    {{ rate('f2_converted', 'f2_observed') }} as f2_conversion,
    cast({{ var('repeat_window_days') }} as bigint) as window_days,
    cast(window_buyers as bigint) as window_buyers,
    cast(window_repeaters as bigint) as window_repeaters,
    {{ rate('window_repeaters', 'window_buyers') }} as repeat_purchase_rate

from counted
