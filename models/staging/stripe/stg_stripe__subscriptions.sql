-- Grain: one row per span in which an item of a subscription (of the Dashboard's export: a
-- subscription) has one price after discounts, and state of what is known of it; trials are spans
-- of their own. [started_on, ends_on) are local days.
{% set columns = [
    'subscription_id', 'source_account_id', 'product', 'charge_type', 'currency',
    'billing_interval', 'interval_count', 'amount', 'is_trial', 'started_on', 'ends_on',
    'cancelled_on', 'terms_from', 'is_continued'
] + lineage_columns() %}
with lowered as (

    select distinct billed_subscription_id
    from {{ ref('base_stripe__subscription_discounts') }}

),

never_lowered as (

    select
        periods.period_id as subscription_id,
        periods.{{ columns[1:] | join(',\n        periods.') }}

    from {{ ref('base_stripe__periods') }} as periods
    left join lowered
        on periods.billed_subscription_id = lowered.billed_subscription_id
    where lowered.billed_subscription_id is null

)

{% for relation in ['never_lowered', ref('base_stripe__discounted_periods')] %}
    {{ 'union all' if not loop.first }}
    select
        'stripe' as source,
        {{ columns | join(',\n        ') }}
    from {{ relation }}
{% endfor %}
