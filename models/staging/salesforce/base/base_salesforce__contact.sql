-- Grain: one row per contact and exported version. Who has not opted out has not therefore agreed:
-- consent is false or not known.
select
    id as contact_id,
    account_id,
    master_record_id,
    {{ normalised_email('email') }} as email,
    title as role,
    coalesce(is_decision_maker, false) as is_decision_maker,
    case when has_opted_out_of_email then false end as consent_email,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    created_date as created_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'contact') }}
