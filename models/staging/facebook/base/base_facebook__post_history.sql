-- Grain: one row per post and change of it, and written version.
select
    'facebook' as source,
    post_id,
    page_id as account_handle,
    shares,
    published_at,
    changed_at,
    {{ lineage(updated_at='changed_at') }}

from {{ source('facebook', 'post_history') }}
