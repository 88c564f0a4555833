-- Grain: one row per product and exported version.
select
    id as product_id,
    name as product_name,
    {{ lineage(updated_at='updated') }}

from {{ source('stripe', 'product') }}
