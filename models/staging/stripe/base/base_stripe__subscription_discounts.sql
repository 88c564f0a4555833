-- Grain: one row per discount, exported version, and subscription whose price it can lower: its
-- own, or all of a customer's if it is the customer's.
with subscriptions as (

    select distinct
        billed_subscription_id,
        source_account_id

    from {{ ref('base_stripe__periods') }}
    where billed_subscription_id is not null

),

billed as (

    select distinct billed_subscription_id
    from subscriptions

)

{% for is_own, relation, condition in [
    ('true', 'billed', 'discounts.subscription_id = subscriptions.billed_subscription_id'),
    (
        'false',
        'subscriptions',
        'discounts.source_account_id = subscriptions.source_account_id '
        ~ 'and discounts.subscription_id is null',
    ),
] %}
    {{ 'union all' if not loop.first }}
    select
        subscriptions.billed_subscription_id,
        discounts.discount_id,
        {{ is_own }} as is_own,
        discounts.percent_off,
        discounts.amount_off,
        discounts.currency,
        discounts.started_on,
        discounts.ends_on,
        discounts.available_at,
        discounts.loaded_at,
        discounts.file_name,
        discounts.file_row

    from {{ ref('base_stripe__discount') }} as discounts
    inner join {{ relation }} as subscriptions
        on {{ condition }}
{% endfor %}
