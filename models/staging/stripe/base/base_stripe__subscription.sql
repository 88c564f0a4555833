-- Grain: one row per subscription and exported version, of the table of subscriptions or of the
-- current states in their history. Test accounts and subscriptions whose first payment never came
-- are no business.
{% set columns = [
    'id', 'customer_id', 'status', 'created', 'start_date', 'current_period_end', 'trial_start',
    'trial_end', 'cancel_at', 'cancel_at_period_end', 'canceled_at', 'ended_at', 'livemode'
] %}
with exported as (

    select
        {{ columns | join(',\n        ') }},
        {{ lineage() }}

    from {{ source('stripe', 'subscription') }}

    union all

    select
        {{ columns | join(',\n        ') }},
        {{ lineage(updated_at='active_from') }}

    from {{ source('stripe', 'subscription_history') }}
    where is_current

)

select
    id as subscription_id,
    customer_id as source_account_id,
    status,
    coalesce(start_date, created) as started_at,
    trial_start,
    trial_end,
    coalesce(
        ended_at,
        case when status = 'canceled' then coalesce(canceled_at, current_period_end) end,
        cancel_at,
        case when cancel_at_period_end then current_period_end end
    ) as ends_at,
    coalesce(cancel_at_period_end, false) as is_ending,
    canceled_at as cancelled_at,
    created as created_at,
    {{ lineage_columns() | join(',\n    ') }}

from exported
where
    coalesce(livemode, true)
    and status not in ('incomplete', 'incomplete_expired')
