-- Grain: one row per page and written version. It says which name the page ids of the other tables
-- have.
select
    'facebook' as source,
    'facebook' as platform,
    page_id as account_handle,
    page_name,
    username,
    followers,
    coalesce(is_deleted, false) as is_deleted,
    {{ lineage(updated_at='synced_at') }}

from {{ source('facebook', 'page') }}
