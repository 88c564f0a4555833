-- Grain: one row per coupon and exported version, amounts in the currency. Of a coupon nothing but
-- its name is ever changed.
select
    coupons.id as coupon_id,
    upper(coupons.currency) as currency,
    cast(
        cast(coupons.amount_off as decimal(18, 0))
        * coalesce(currencies.smallest_unit, cast(0.01 as decimal(4, 3))) as decimal(18, 4)
    ) as amount_off,
    coupons.percent_off,
    lower(coupons.duration) as duration,
    coupons.duration_in_months,
    {{ lineage() }}

from {{ source('stripe', 'coupon') }} as coupons
left join {{ ref('base_stripe__currencies') }} as currencies
    on upper(coupons.currency) = currencies.currency
where coalesce(coupons.livemode, true)
