-- Grain: one row per span of a period of a subscription that a discount lowers at some time, and
-- moment at which something new could be known of it. A span that was known once and is none any
-- more, because a discount ended on another day than was thought, is left without length.
-- A table, because it is read many times over.
{{ config(materialized='table') }}
with spans as (

    select * from {{ ref('base_stripe__discounted_spans') }}

),

known_loads as (

    select
        billed_subscription_id,
        known_at,
        max(loaded_at) as loaded_at
    from (
        {% for part in ['periods', 'discounts'] %}
            {{ 'union all' if not loop.first }}
            select
                billed_subscription_id,
                known_at,
                loaded_at
            from {{ ref('base_stripe__known_' ~ part) }}
        {% endfor %}
    ) as parts
    group by billed_subscription_id, known_at

),

ever_known as (

    select
        billed_subscription_id,
        period_id,
        span_id,
        started_on,
        min(known_at) as first_known_at
    from spans
    group by billed_subscription_id, period_id, span_id, started_on

),

known_spans as (

    select
        billed_subscription_id,
        known_at,
        period_id,
        span_id,
        amount,
        started_on,
        ends_on,
        is_continued
    from spans

    union all

    select
        periods.billed_subscription_id,
        periods.known_at,
        ever_known.period_id,
        ever_known.span_id,
        periods.amount,
        ever_known.started_on,
        ever_known.started_on as ends_on,
        false as is_continued
    from {{ ref('base_stripe__known_periods') }} as periods
    inner join ever_known
        on
            periods.billed_subscription_id = ever_known.billed_subscription_id
            and periods.period_id = ever_known.period_id
            and periods.known_at > ever_known.first_known_at
    left join spans
        on
            periods.billed_subscription_id = spans.billed_subscription_id
            and periods.known_at = spans.known_at
            and ever_known.span_id = spans.span_id
    where spans.span_id is null

)

select
    known_spans.span_id as subscription_id,
    periods.source_account_id,
    periods.product,
    periods.charge_type,
    periods.currency,
    periods.billing_interval,
    periods.interval_count,
    known_spans.amount,
    periods.is_trial,
    known_spans.started_on,
    known_spans.ends_on,
    periods.cancelled_on,
    coalesce(
        periods.terms_from,
        case when known_spans.started_on > periods.started_on then periods.started_on end
    ) as terms_from,
    known_spans.is_continued,
    known_spans.known_at as updated_at,
    known_spans.known_at as available_at,
    known_loads.loaded_at,
    periods.load_id,
    periods.file_name,
    periods.file_row

from known_spans
inner join {{ ref('base_stripe__known_periods') }} as periods
    on
        known_spans.billed_subscription_id = periods.billed_subscription_id
        and known_spans.known_at = periods.known_at
        and known_spans.period_id = periods.period_id
inner join known_loads
    on
        known_spans.billed_subscription_id = known_loads.billed_subscription_id
        and known_spans.known_at = known_loads.known_at
