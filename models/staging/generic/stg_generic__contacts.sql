-- Grain: one row per person and exported version.
select
    source_system as source,
    contact_id as source_contact_id,
    account_id as source_account_id,
    {{ normalised_email('email') }} as email,
    role,
    coalesce(is_decision_maker, false) as is_decision_maker,
    consent_email,
    coalesce(is_internal, false) as is_internal,
    coalesce(is_deleted, false) as is_deleted,
    created_at,
    {{ lineage() }}

from {{ source('generic', 'contacts') }}
