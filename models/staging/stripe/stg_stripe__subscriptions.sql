-- Grain: one row per item of a subscription (of the Dashboard's export: per subscription) and state
-- of what is known of it, and one more for the trial before it. [started_on, ends_on) are local
-- days. Whoever is on trial, paused after it, or gone with its end has not paid; the paid period
-- begins with the end of the trial.
with known as (

    {% for part in ['priced_items', 'dashboard_subscriptions'] %}
        {{ 'union all' if not loop.first }}
        select
            subscription_id,
            source_account_id,
            product,
            charge_type,
            currency,
            billing_interval,
            interval_count,
            amount,
            started_at,
            trial_end,
            ends_at,
            status in ('trialing', 'paused')
            or coalesce(trial_end >= ends_at, false) as is_trial,
            coalesce(
                trial_end > started_at and coalesce(trial_start <= started_at, true), false
            ) as begins_with_trial,
            {{ lineage_columns() | join(', ') }}
        from {{ ref('base_stripe__' ~ part) }}
    {% endfor %}

),

phases as (

    select
        *,
        subscription_id as phase_id,
        is_trial as is_trial_phase,
        case
            when begins_with_trial and not is_trial then trial_end else started_at
        end as phase_started_at,
        ends_at as phase_ends_at

    from known

    union all

    select
        *,
        subscription_id || ':trial' as phase_id,
        true as is_trial_phase,
        started_at as phase_started_at,
        trial_end as phase_ends_at

    from known
    where begins_with_trial and not is_trial

)

select
    'stripe' as source,
    phase_id as subscription_id,
    source_account_id,
    product,
    charge_type,
    currency,
    billing_interval,
    interval_count,
    amount,
    is_trial_phase as is_trial,
    {{ local_date('phase_started_at') }} as started_on,
    {{ local_date('phase_ends_at') }} as ends_on,
    {{ lineage_columns() | join(',\n    ') }}

from phases
