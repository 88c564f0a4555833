-- Grain: one row per subscription period; started_on and ends_on are local days, half-open.
{% set columns = [
    'source', 'subscription_id', 'source_account_id', 'product', 'charge_type', 'currency',
    'billing_interval', 'interval_count', 'amount', 'is_trial', 'started_on', 'ends_on'
] %}
with exported as (

    {{ union_sources('billing_sources', 'subscriptions', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'subscription_id']) }}

)

select
    {{ columns | join(',\n    ') }},
    first_available_at as available_at

from known
