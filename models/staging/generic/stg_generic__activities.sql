-- Grain: one row per activity and exported version.
select
    source_system as source,
    activity_id as source_event_id,
    account_id as source_account_id,
    contact_id as source_contact_id,
    {{ normalised_email('email') }} as email,
    cast(null as string) as owner_id,
    event_type,
    campaign_id,
    content_id,
    false as is_deleted,
    occurred_at,
    {{ lineage() }}

from {{ source('generic', 'activities') }}
