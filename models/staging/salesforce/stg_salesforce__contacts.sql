-- Grain: one row per contact or lead, and exported version. A lead has no account, and stays beside
-- the contact that it became: record_merges joins the two.
select
    'salesforce' as source,
    contact_id as source_contact_id,
    account_id as source_account_id,
    email,
    role,
    is_decision_maker,
    consent_email,
    false as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_salesforce__contact') }}

union all

select
    'salesforce' as source,
    lead_id as source_contact_id,
    cast(null as string) as source_account_id,
    email,
    role,
    is_decision_maker,
    consent_email,
    false as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_salesforce__lead') }}
