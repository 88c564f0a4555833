-- Grain: one row per item of a subscription and exported version.
select
    id as subscription_item_id,
    subscription_id,
    coalesce(price_id, plan_id) as price_id,
    coalesce(quantity, 1) as quantity,
    current_period_end,
    case when is_deleted then coalesce(synced_at, _loaded_at) end as removed_at,
    created as created_at,
    synced_at,
    {{ lineage() }}

from {{ source('stripe', 'subscription_item') }}
