-- Grain: one row per price and exported version; a plan is a price under its older name and with
-- the same id. A tiered price has no unit_price.
with exported as (

    select
        id,
        product_id,
        nickname,
        currency,
        coalesce(cast(unit_amount as decimal(18, 4)), unit_amount_decimal) as unit_amount,
        billing_scheme,
        recurring_interval as billing_interval,
        recurring_interval_count as interval_count,
        case
            when type = 'one_time' or recurring_interval is null then 'one_off'
            when recurring_usage_type = 'metered' then 'metered'
            else 'recurring'
        end as charge_type,
        transform_quantity_divide_by as pack_size,
        transform_quantity_round as pack_rounding,
        {{ lineage() }}

    from {{ source('stripe', 'price') }}

    union all

    select
        id,
        product_id,
        nickname,
        currency,
        coalesce(cast(amount as decimal(18, 4)), amount_decimal) as unit_amount,
        billing_scheme,
        older_prices.interval as billing_interval,
        interval_count,
        case when usage_type = 'metered' then 'metered' else 'recurring' end as charge_type,
        transform_usage_divide_by as pack_size,
        transform_usage_round as pack_rounding,
        {{ lineage() }}

    from {{ source('stripe', 'plan') }} as older_prices

)

select
    exported.id as price_id,
    exported.product_id,
    exported.nickname,
    upper(exported.currency) as currency,
    exported.unit_amount
    * coalesce(currencies.smallest_unit, cast(0.01 as decimal(4, 3))) as unit_price,
    exported.billing_scheme,
    exported.billing_interval,
    coalesce(exported.interval_count, 1) as interval_count,
    exported.charge_type,
    exported.pack_size,
    exported.pack_rounding,
    exported.{{ lineage_columns() | join(',\n    exported.') }}

from exported
left join {{ ref('base_stripe__currencies') }} as currencies
    on upper(exported.currency) = currencies.currency
