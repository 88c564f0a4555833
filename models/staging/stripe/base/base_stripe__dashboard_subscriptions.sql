-- Grain: one row per subscription of a Dashboard export and exported version.
select
    id as subscription_id,
    customer_id as source_account_id,
    coalesce(product, plan) as product,
    coalesce(plan, product) as price_name,
    'recurring' as charge_type,
    upper(currency) as currency,
    lower(subscriptions.interval) as billing_interval,
    coalesce(interval_count, 1) as interval_count,
    cast(amount * cast(coalesce(quantity, 1) as decimal(12, 0)) as decimal(18, 4)) as amount,
    lower(status) as status,
    coalesce(started_at, created_at) as started_at,
    trial_start,
    trial_end,
    coalesce(
        ended_at,
        case when lower(status) = 'canceled' then coalesce(canceled_at, current_period_end) end,
        case when cancel_at_period_end then current_period_end end
    ) as ends_at,
    canceled_at as cancelled_at,
    {{ lineage() }}

from {{ source('stripe', 'dashboard_subscriptions') }} as subscriptions
where lower(status) not in ('incomplete', 'incomplete_expired')
