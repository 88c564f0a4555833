-- Grain: one row per subscription of a Dashboard export, exported version, and phase of the
-- subscription that was known by then. A phase ends on the day on which another plan, interval,
-- currency or amount became known; that a product has another name ends none.
{% set terms = ['price_name', 'currency', 'billing_interval', 'interval_count', 'amount'] %}
with versions as (

    select
        *,
        cast(null as timestamp) as synced_at,
        {{ version_no('subscription_id') }} as version_no

    from {{ ref('base_stripe__dashboard_subscriptions') }}

),

phases as (

    {{ phases_of('versions', 'subscription_id', terms) }}

),

known as (

    select
        versions.*,
        phases.phase_no,
        phases.opened_by,
        phases.opened_at,
        case when phases.closed_by <= versions.version_no then phases.closed_at end as closed_at

    from versions
    inner join phases
        on
            versions.subscription_id = phases.subscription_id
            and versions.version_no >= phases.opened_by

)

select
    known.subscription_id,
    known.phase_no,
    known.source_account_id,
    case when known.closed_at is null then known.product else told.product end as product,
    known.charge_type,
    told.currency,
    told.billing_interval,
    told.interval_count,
    told.amount,
    known.status,
    known.opened_at,
    known.closed_at,
    known.started_at,
    known.trial_start,
    known.trial_end,
    known.ends_at,
    known.cancelled_at,
    known.{{ lineage_columns() | join(',\n    known.') }}

from known
inner join versions as told
    on
        known.subscription_id = told.subscription_id
        and known.opened_by = told.version_no
