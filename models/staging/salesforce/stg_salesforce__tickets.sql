-- Grain: one row per case and exported version.
select
    'salesforce' as source,
    case_id as source_ticket_id,
    account_id as source_account_id,
    contact_id as source_contact_id,
    email,
    status,
    priority,
    ticket_type,
    is_solved,
    is_deleted,
    solved_at,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_salesforce__case') }}
