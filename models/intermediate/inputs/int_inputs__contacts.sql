-- Grain: one row per person of a CRM, in the version known at the as-of date.
{% set columns = [
    'source', 'source_contact_id', 'source_account_id', 'email', 'role', 'is_decision_maker',
    'consent_email', 'is_internal', 'is_deleted', 'created_at'
] %}
with exported as (

    {{ union_sources(['crm_sources', 'contact_sources'], 'contacts', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_contact_id']) }}

)

select
    source,
    source_contact_id,
    source_account_id,
    email,
    role,
    is_decision_maker,
    consent_email,
    is_internal,
    coalesce(is_deleted, false) or vanished_at is not null as is_deleted,
    created_at,
    first_available_at as available_at

from known
