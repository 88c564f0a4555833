-- Grain: one row per ticket and exported version. Connectors write no time of solving: it is the
-- last change to solved (or the first to closed) in the field history, as far as the history was
-- loaded by then and no later than the version itself.
with solved as (

    select
        tickets.file_name,
        tickets.file_row,
        coalesce(
            max(case when history.new_value = 'solved' then history.changed_at end),
            min(case when history.new_value = 'closed' then history.changed_at end)
        ) as solved_at

    from {{ ref('base_zendesk__tickets') }} as tickets
    inner join {{ ref('base_zendesk__ticket_field_history') }} as history
        on
            tickets.source_ticket_id = history.source_ticket_id
            and history.field_name = 'status'
            and tickets.loaded_at >= history.loaded_at
            and coalesce(tickets.updated_at >= history.changed_at, true)
    where tickets.is_solved
    group by tickets.file_name, tickets.file_row

)

select
    'zendesk' as source,
    tickets.source_ticket_id,
    tickets.source_account_id,
    tickets.source_contact_id,
    tickets.email,
    tickets.status,
    tickets.priority,
    tickets.ticket_type,
    tickets.is_solved,
    tickets.is_deleted,
    case when tickets.is_solved then coalesce(tickets.solved_at, solved.solved_at) end as solved_at,
    tickets.created_at,
    tickets.{{ lineage_columns() | join(',\n    tickets.') }}

from {{ ref('base_zendesk__tickets') }} as tickets
left join solved
    on tickets.file_name = solved.file_name and tickets.file_row = solved.file_row
