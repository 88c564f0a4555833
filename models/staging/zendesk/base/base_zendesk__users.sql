-- Grain: one row per user and exported version. Zendesk keeps a deleted user as one that is not
-- active.
select
    id as source_user_id,
    organization_id as source_account_id,
    {{ normalised_email('email') }} as email,
    name as user_name,
    lower(role) in ('agent', 'admin') as is_staff,
    coalesce(suspended, false) as is_suspended,
    coalesce(is_deleted, false) or not coalesce(active, true) as is_deleted,
    created_at,
    {{ lineage(updated_at='updated_at') }}

from {{ source('zendesk', 'users') }}
