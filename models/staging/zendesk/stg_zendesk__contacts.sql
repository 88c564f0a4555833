-- Grain: one row per user and exported version; agents and admins are our own staff.
select
    'zendesk' as source,
    source_user_id as source_contact_id,
    source_account_id,
    email,
    cast(null as string) as role,
    false as is_decision_maker,
    cast(null as boolean) as consent_email,
    is_staff as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_zendesk__users') }}
