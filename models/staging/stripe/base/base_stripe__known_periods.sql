-- Grain: one row per period of a subscription that a discount lowers at some time, and moment at
-- which something new could be known of the subscription: the version that was loaded last of those
-- that could be known then. can_be_lowered says whether it has a price at all.
-- A table, because it is read many times over.
{{ config(materialized='table') }}
with known as (

    select
        moments.known_at,
        periods.*,
        row_number() over (
            partition by moments.billed_subscription_id, moments.known_at, periods.period_id
            order by periods.loaded_at desc, periods.file_name desc, periods.file_row desc
        ) as version_rank

    from {{ ref('base_stripe__discount_moments') }} as moments
    inner join {{ ref('base_stripe__periods') }} as periods
        on
            moments.billed_subscription_id = periods.billed_subscription_id
            and moments.known_at >= periods.available_at

)

select
    billed_subscription_id,
    known_at,
    period_id,
    source_account_id,
    product,
    charge_type,
    currency,
    billing_interval,
    interval_count,
    amount,
    is_trial,
    started_on,
    ends_on,
    cancelled_on,
    terms_from,
    is_continued,
    loaded_at,
    load_id,
    file_name,
    file_row,
    coalesce(
        charge_type = 'recurring'
        and not is_trial
        and amount > 0
        and coalesce(ends_on > started_on, true),
        false
    ) as can_be_lowered

from known
where version_rank = 1
