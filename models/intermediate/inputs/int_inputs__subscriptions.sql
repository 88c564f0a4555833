-- Grain: one row per subscription period; started_on and ends_on are local days, half-open. One
-- that is missing from a full dump has ended by the day of that dump.
{% set columns = [
    'source', 'subscription_id', 'source_account_id', 'product', 'charge_type', 'currency',
    'billing_interval', 'interval_count', 'amount', 'is_trial', 'started_on', 'cancelled_on',
    'terms_from', 'is_continued', 'ends_on'
] %}
with exported as (

    {{ union_sources('billing_sources', 'subscriptions', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'subscription_id']) }}

)

select
    source,
    subscription_id,
    source_account_id,
    product,
    charge_type,
    currency,
    billing_interval,
    interval_count,
    amount,
    is_trial,
    started_on,
    cancelled_on,
    terms_from,
    is_continued,
    case
        when vanished_at is not null and coalesce(ends_on > {{ local_date('vanished_at') }}, true)
            then greatest(started_on, {{ local_date('vanished_at') }})
        else ends_on
    end as ends_on,
    first_available_at as available_at

from known
