-- Grain: one row per person and version, of a connector or of a CSV file that HubSpot exported. A
-- person who was merged into another stays: record_merges joins the two.
select
    'hubspot' as source,
    contact_id as source_contact_id,
    company_id as source_account_id,
    email,
    role,
    is_decision_maker,
    consent_email,
    false as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_hubspot__contact') }}

union all

select
    'hubspot' as source,
    contact_id as source_contact_id,
    company_id as source_account_id,
    email,
    role,
    is_decision_maker,
    consent_email,
    false as is_internal,
    is_deleted,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_hubspot__contact_export') }}
