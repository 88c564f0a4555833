-- Grain: one row per support ticket or case, in the version known at the as-of date.
{% set columns = [
    'source', 'source_ticket_id', 'source_account_id', 'source_contact_id', 'email', 'status',
    'priority', 'ticket_type', 'is_solved', 'is_deleted', 'solved_at', 'created_at'
] %}
with exported as (

    {{ union_sources('ticket_sources', 'tickets', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_ticket_id'], 'created_at') }}

)

select
    source,
    source_ticket_id,
    source_account_id,
    source_contact_id,
    email,
    status,
    priority,
    ticket_type,
    is_solved,
    coalesce(is_deleted, false) or vanished_at is not null as is_deleted,
    solved_at,
    created_at,
    first_available_at as available_at

from known
