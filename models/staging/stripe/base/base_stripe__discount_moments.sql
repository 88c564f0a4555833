-- Grain: one row per subscription that a discount lowers at some time, and moment at which the
-- warehouse could know something new of its items or discounts.
with discounts as (

    select
        billed_subscription_id,
        available_at
    from {{ ref('base_stripe__subscription_discounts') }}

)

select
    billed_subscription_id,
    available_at as known_at

from discounts

union

select
    billed_subscription_id,
    available_at as known_at

from {{ ref('base_stripe__periods') }}
where billed_subscription_id in (select discounts.billed_subscription_id from discounts)
