-- Grain: one row per comment and exported version. It feeds no concept: who asked is the ticket's,
-- and who answered waits for a concept of its own.
select
    id as source_comment_id,
    ticket_id as source_ticket_id,
    user_id as source_user_id,
    coalesce(public, true) as is_public,
    created as commented_at,
    {{ lineage() }}

from {{ source('zendesk', 'ticket_comments') }}
