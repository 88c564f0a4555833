-- Grain: one row per satisfaction rating and exported version.
select
    ticket_id as source_ticket_id,
    requester_id as source_contact_id,
    score as rating,
    coalesce(updated_at, created_at) as rated_at,
    {{ lineage(updated_at='coalesce(updated_at, created_at)') }}

from {{ source('zendesk', 'satisfaction_ratings') }}
