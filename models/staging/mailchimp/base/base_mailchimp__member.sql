-- Grain: one row per member of an audience and version of a connector. The member's id is a hash of
-- the address and the same in every audience; consent is not.
select
    id as member_id,
    list_id,
    {{ normalised_email('email_address') }} as email,
    lower(status) as status,
    coalesce(lower(status) = 'archived', false)
    or coalesce(fivetran_deleted, false) as is_deleted,
    coalesce(timestamp_signup, timestamp_opt) as created_at,
    {{ lineage(updated_at='coalesce(last_changed, fivetran_synced)') }}

from {{ source('mailchimp', 'member') }}
