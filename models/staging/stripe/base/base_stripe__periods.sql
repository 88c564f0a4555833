-- Grain: one row per phase of an item of a subscription (of the Dashboard's export: of a
-- subscription) and state of what is known of it, at its list price, and one more for the trial
-- before it. [started_on, ends_on) are local days. Whoever is on trial, paused after it, or gone
-- with its end has not paid; the paid period begins with the end of the trial. Only what has a
-- billed_subscription_id can have discounts.
-- A table, because it is read many times over.
{{ config(materialized='table') }}
with known as (

    {% for part, item_id, billed_subscription_id in [
        ('priced_items', 'subscription_item_id', 'subscription_id'),
        ('dashboard_phases', 'subscription_id', 'cast(null as string)'),
    ] %}
        {{ 'union all' if not loop.first }}
        select
            {{ item_id }} as item_id,
            phase_no,
            {{ billed_subscription_id }} as billed_subscription_id,
            source_account_id,
            product,
            charge_type,
            currency,
            billing_interval,
            interval_count,
            amount,
            status,
            opened_at,
            closed_at,
            started_at,
            trial_start,
            trial_end,
            ends_at,
            cancelled_at,
            {{ lineage_columns() | join(', ') }}
        from {{ ref('base_stripe__' ~ part) }}
    {% endfor %}

),

-- A phase lies within what its item lasts; one that opened after the end has no length.
begun as (

    select
        *,
        case
            when phase_no = 0 then item_id else item_id || ':' || cast(phase_no as string)
        end as phase_id,
        case
            when phase_no = 0 then started_at else greatest(started_at, opened_at)
        end as begun_at,
        least(
            {{ end_or_never('ends_at') }},
            greatest(started_at, {{ end_or_never('closed_at') }})
        ) as item_ends_at

    from known

),

ended as (

    select
        *,
        nullif(
            case when phase_no = 0 then item_ends_at else greatest(begun_at, item_ends_at) end,
            {{ end_or_never('null') }}
        ) as ended_at

    from begun

),

judged as (

    select
        *,
        (status in ('trialing', 'paused') or coalesce(trial_end >= ended_at, false))
        and not coalesce(closed_at <= trial_start, false) as is_trial,
        coalesce(
            trial_end > begun_at and coalesce(trial_start <= begun_at, true), false
        ) as begins_with_trial

    from ended

),

periods as (

    select
        *,
        phase_id as period_id,
        is_trial as is_trial_period,
        case
            when begins_with_trial and not is_trial then trial_end else begun_at
        end as period_started_at,
        case when trial_end > started_at then trial_end else started_at end as paid_from,
        ended_at as period_ends_at

    from judged

    union all

    select
        *,
        phase_id || ':trial' as period_id,
        true as is_trial_period,
        begun_at as period_started_at,
        cast(null as timestamp) as paid_from,
        trial_end as period_ends_at

    from judged
    where begins_with_trial and not is_trial

)

select
    period_id,
    billed_subscription_id,
    source_account_id,
    product,
    charge_type,
    currency,
    billing_interval,
    interval_count,
    amount,
    is_trial_period as is_trial,
    {{ local_date('period_started_at') }} as started_on,
    {{ local_date('period_ends_at') }} as ends_on,
    {{ local_date('cancelled_at') }} as cancelled_on,
    case when phase_no > 0 then {{ local_date('paid_from') }} end as terms_from,
    not is_trial_period
    and coalesce(closed_at < {{ end_or_never('ends_at') }}, false) as is_continued,
    {{ lineage_columns() | join(',\n    ') }}

from periods
