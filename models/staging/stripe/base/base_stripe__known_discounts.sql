-- Grain: one row per subscription, discount that can lower its price, and moment at which something
-- new could be known of the subscription: the version that was loaded last of those that could be
-- known then.
-- A table, because it is read many times over.
{{ config(materialized='table') }}
with known as (

    select
        moments.known_at,
        discounts.*,
        row_number() over (
            partition by
                moments.billed_subscription_id, moments.known_at, discounts.discount_id
            order by discounts.loaded_at desc, discounts.file_name desc, discounts.file_row desc
        ) as version_rank

    from {{ ref('base_stripe__discount_moments') }} as moments
    inner join {{ ref('base_stripe__subscription_discounts') }} as discounts
        on
            moments.billed_subscription_id = discounts.billed_subscription_id
            and moments.known_at >= discounts.available_at

)

select
    billed_subscription_id,
    known_at,
    discount_id,
    is_own,
    percent_off,
    amount_off,
    currency,
    started_on,
    ends_on,
    loaded_at

from known
where
    version_rank = 1
    and started_on < ends_on
