-- Grain: one row per phase of an item of a subscription and state of what is known of it: the
-- newest versions of item, subscription, price and product between two loads. An item whose
-- subscription or price is not loaded, or whose price is tiered, has no amount and stands in none.
{% set parts = {
    'items': ('base_stripe__item_phases', 'subscription_item_id, phase_no'),
    'subscriptions': ('base_stripe__subscription', 'subscription_id'),
    'prices': ('base_stripe__price', 'price_id'),
    'named_products': ('base_stripe__product', 'product_id')
} %}
with
{% for part, (relation, key) in parts.items() %}
    {{ part }} as (

        select
            *,
            coalesce(
                lead(loaded_at) over (
                    partition by {{ key }}
                    order by
                        loaded_at,
                        coalesce(updated_at, cast('1970-01-01' as timestamp)),
                        file_name,
                        file_row
                ),
                cast('9999-12-31' as timestamp)
            ) as replaced_at

        from {{ ref(relation) }}

    ),
{% endfor %}

-- A product has no name until it is loaded.
products as (

    select
        product_id,
        product_name,
        available_at,
        loaded_at,
        replaced_at

    from named_products

    union all

    select
        product_id,
        cast(null as string) as product_name,
        cast('1970-01-01' as timestamp) as available_at,
        cast('1970-01-01' as timestamp) as loaded_at,
        min(loaded_at) as replaced_at

    from named_products
    group by product_id

),

known as (

    select
        items.subscription_item_id,
        items.phase_no,
        items.subscription_id,
        subscriptions.source_account_id,
        coalesce(products.product_name, prices.nickname, prices.product_id) as product,
        prices.charge_type,
        prices.currency,
        prices.billing_interval,
        prices.interval_count,
        prices.unit_price,
        case
            when prices.pack_size > 0 and prices.pack_rounding = 'up'
                then
                    floor(items.quantity / prices.pack_size)
                    + case when items.quantity % prices.pack_size > 0 then 1 else 0 end
            when prices.pack_size > 0 then floor(items.quantity / prices.pack_size)
            else items.quantity
        end as priced_quantity,
        subscriptions.status,
        items.opened_at,
        items.closed_at,
        case
            when items.created_at > {{ add_minutes('subscriptions.created_at', 1) }}
                then items.created_at
            else subscriptions.started_at
        end as started_at,
        subscriptions.trial_start,
        subscriptions.trial_end,
        subscriptions.cancelled_at,
        least(
            coalesce(
                subscriptions.ends_at,
                case when subscriptions.is_ending then items.current_period_end end,
                cast('9999-12-31' as timestamp)
            ),
            coalesce(items.removed_at, cast('9999-12-31' as timestamp))
        ) as ends_at,
        greatest(
            items.available_at,
            subscriptions.available_at,
            prices.available_at,
            coalesce(products.available_at, items.available_at)
        ) as available_at,
        greatest(
            items.loaded_at,
            subscriptions.loaded_at,
            prices.loaded_at,
            coalesce(products.loaded_at, items.loaded_at)
        ) as loaded_at,
        items.load_id,
        items.file_name,
        items.file_row

    from items
    inner join subscriptions
        on
            items.subscription_id = subscriptions.subscription_id
            and items.loaded_at < subscriptions.replaced_at
            and items.replaced_at > subscriptions.loaded_at
    inner join prices
        on
            items.price_id = prices.price_id
            and greatest(items.loaded_at, subscriptions.loaded_at) < prices.replaced_at
            and least(items.replaced_at, subscriptions.replaced_at) > prices.loaded_at
    left join products
        on
            prices.product_id = products.product_id
            and greatest(items.loaded_at, subscriptions.loaded_at, prices.loaded_at)
            < products.replaced_at
            and least(items.replaced_at, subscriptions.replaced_at, prices.replaced_at)
            > products.loaded_at

)

select
    subscription_item_id,
    phase_no,
    subscription_id,
    source_account_id,
    product,
    charge_type,
    currency,
    billing_interval,
    interval_count,
    case
        when charge_type <> 'metered'
            then
                cast(
                    cast(unit_price as decimal(22, 7))
                    * cast(priced_quantity as decimal(12, 0)) as decimal(18, 4)
                )
    end as amount,
    status,
    opened_at,
    closed_at,
    started_at,
    trial_start,
    trial_end,
    nullif(ends_at, cast('9999-12-31' as timestamp)) as ends_at,
    cancelled_at,
    cast(null as timestamp) as updated_at,
    available_at,
    loaded_at,
    load_id,
    file_name,
    file_row

from known
where charge_type = 'metered' or unit_price is not null
