-- Grain: one row per ticket and exported version.
select
    id as source_ticket_id,
    organization_id as source_account_id,
    requester_id as source_contact_id,
    {{ normalised_email('requester_email') }} as email,
    lower(status) as status,
    lower(priority) as priority,
    lower(type) as ticket_type,
    replace(replace(replace(merged_ticket_ids, '[', ''), ']', ''), ' ', '') as merged_ticket_ids,
    lower(status) in ('solved', 'closed') as is_solved,
    coalesce(is_deleted, false) or lower(status) = 'deleted' as is_deleted,
    solved_at,
    created_at,
    {{ lineage(updated_at='updated_at') }}

from {{ source('zendesk', 'tickets') }}
