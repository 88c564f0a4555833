-- Grain: one row per definition, currency, period and account that ours or the definition counts as
-- churned, or that stands in the denominator of only one of them. Without a reason both treat the
-- account alike.
with our_months as (

    select
        account_id,
        currency,
        month,
        start_mrr > 0 as is_in_our_base,
        movement = 'churn' as is_counted_by_ours

    from {{ ref('fct_mrr_movements') }}

),

months as (

    select
        coalesce(our_months.account_id, by_day.account_id) as account_id,
        coalesce(our_months.currency, by_day.currency) as currency,
        coalesce(our_months.month, by_day.month) as month,
        coalesce(our_months.is_in_our_base, false) as is_in_our_base,
        coalesce(our_months.is_counted_by_ours, false) as is_counted_by_ours,
        by_day.account_id is not null as is_in_month,
        coalesce(by_day.is_at_start, false) as is_at_start,
        coalesce(by_day.account_is_at_start, false) as account_is_at_start,
        coalesce(by_day.account_is_at_end, false) as account_is_at_end,
        coalesce(by_day.has_left, false) as has_left

    from our_months
    full outer join {{ ref('int_revenue__churn_months') }} as by_day
        on
            our_months.account_id = by_day.account_id
            and our_months.currency = by_day.currency
            and our_months.month = by_day.month

),

month_sides as (

    select
        'ours' as definition,
        months.*,
        is_in_our_base as is_in_its_base,
        is_counted_by_ours as is_counted_by_it
    from months

    union all

    select
        'stripe' as definition,
        months.*,
        is_in_month as is_in_its_base,
        has_left as is_counted_by_it
    from months

    union all

    select
        'baremetrics' as definition,
        months.*,
        is_at_start as is_in_its_base,
        has_left as is_counted_by_it
    from months

),

sides as (

    select
        definition,
        currency,
        {{ period_label("'month'", 'month') }} as period,
        account_id,
        'customers' as unit,
        is_counted_by_ours,
        is_counted_by_it,
        case when is_counted_by_it then 1 else 0 end as units_counted_by_it,
        is_in_our_base,
        is_in_its_base,
        case
            when is_counted_by_it and not is_counted_by_ours and account_is_at_end
                then 'returned_in_period'
            when (is_counted_by_ours and not is_counted_by_it) or not is_in_month
                then 'corrected_after_closing'
            when account_is_at_start then 'switched_currency'
            else 'joined_in_period'
        end as reason_of_difference
    from month_sides

    union all

    select
        'ours' as definition,
        'all' as currency,
        'all' as period,
        account_id,
        'customers' as unit,
        not is_customer as is_counted_by_ours,
        not is_customer as is_counted_by_it,
        case when is_customer then 0 else 1 end as units_counted_by_it,
        true as is_in_our_base,
        true as is_in_its_base,
        cast(null as string) as reason_of_difference
    from {{ ref('int_revenue__customers') }}

    union all

    select
        definition,
        'all' as currency,
        'all' as period,
        account_id,
        unit,
        is_counted_by_ours,
        units_counted > 0 as is_counted_by_it,
        units_counted as units_counted_by_it,
        is_in_our_base,
        units_in_base > 0 as is_in_its_base,
        case
            when units_in_base = 0 then 'not_in_its_records'
            when not is_in_our_base then 'never_a_customer'
            when is_counted_by_ours then 'ended_without_flag'
            when has_ever_left then 'returned_in_period'
            when has_ended_contract then 'other_contract_runs'
            else 'flag_without_end'
        end as reason_of_difference
    from {{ ref('int_revenue__churn_flags') }}

)

select
    definition,
    currency,
    period,
    account_id,
    unit,
    is_counted_by_ours as counted_by_ours,
    is_counted_by_it as counted_by_it,
    cast(units_counted_by_it as bigint) as units_counted_by_it,
    is_in_our_base as in_base_of_ours,
    is_in_its_base as in_base_of_it,
    case
        when is_counted_by_ours <> is_counted_by_it or is_in_our_base <> is_in_its_base
            then reason_of_difference
    end as reason

from sides
where
    is_counted_by_ours
    or is_counted_by_it
    or is_in_our_base <> is_in_its_base
