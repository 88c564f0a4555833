-- Grain: one row per change of a ticket's field and exported version.
select
    ticket_id as source_ticket_id,
    field_name,
    lower(value) as new_value,
    user_id as source_user_id,
    updated as changed_at,
    {{ lineage(updated_at='updated') }}

from {{ source('zendesk', 'ticket_field_history') }}
