-- Grain: one row per discount of a subscription, or of all of a customer's, and exported version,
-- with what its coupon takes off from the local day started_on to before ends_on. A coupon for once
-- lowers no recurring price, nor does what was given on one invoice or at one checkout. What a
-- coupon takes off never changes, so that the version counts that was known first.
with coupons as (

    select
        *,
        {{ version_no('coupon_id') }} as version_no

    from {{ ref('base_stripe__coupon') }}

),

given as (

    select
        discounts.id as discount_id,
        discounts.subscription_id,
        discounts.customer_id as source_account_id,
        coupons.duration,
        coupons.duration_in_months,
        coupons.percent_off,
        case when coupons.percent_off is null then coupons.amount_off end as amount_off,
        case when coupons.percent_off is null then coupons.currency end as currency,
        {{ local_date('discounts.started_at') }} as started_on,
        {{ local_date_or_never('discounts.ends_at') }} as given_until,
        {{ local_date_or_never(
            'case when discounts.is_deleted '
            ~ 'then coalesce(discounts.synced_at, discounts._loaded_at) end'
        ) }} as removed_on,
        greatest(discounts._available_at, coupons.available_at) as available_at,
        greatest(discounts._loaded_at, coupons.loaded_at) as loaded_at,
        discounts._file as file_name,
        discounts._row as file_row

    from {{ source('stripe', 'subscription_discount') }} as discounts
    inner join coupons
        on
            discounts.coupon_id = coupons.coupon_id
            and coupons.version_no = 1
    where
        coupons.duration in ('forever', 'repeating')
        and (coupons.percent_off > 0 or coupons.amount_off > 0)
        and discounts.invoice_id is null
        and discounts.invoice_item_id is null
        and discounts.checkout_session_id is null

)

select
    discount_id,
    subscription_id,
    source_account_id,
    percent_off,
    amount_off,
    currency,
    started_on,
    least(
        case
            when duration = 'repeating' and given_until = {{ no_day() }}
                then
                    coalesce(
                        {{ add_months('started_on', 'duration_in_months') }}, {{ no_day() }}
                    )
            else given_until
        end,
        removed_on
    ) as ends_on,
    available_at,
    loaded_at,
    file_name,
    file_row

from given
