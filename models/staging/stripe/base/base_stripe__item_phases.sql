-- Grain: one row per item of a subscription, exported version, and phase of the item that was known
-- by then. A phase ends on the day on which price or quantity became another. What a phase costs is
-- what the version says that opened it; all else is what the version of the row says.
with versions as (

    select
        *,
        {{ version_no('subscription_item_id') }} as version_no

    from {{ ref('base_stripe__subscription_item') }}

),

phases as (

    {{ phases_of(
        'versions',
        'subscription_item_id',
        ['price_id', 'quantity'],
        is_told='price_id is not null',
        may_change='removed_at is null'
    ) }}

)

select
    versions.subscription_item_id,
    phases.phase_no,
    versions.subscription_id,
    phases.price_id,
    phases.quantity,
    versions.current_period_end,
    versions.removed_at,
    versions.created_at,
    phases.opened_at,
    case when phases.closed_by <= versions.version_no then phases.closed_at end as closed_at,
    versions.{{ lineage_columns() | join(',\n    versions.') }}

from versions
inner join phases
    on
        versions.subscription_item_id = phases.subscription_item_id
        and versions.version_no >= phases.opened_by
