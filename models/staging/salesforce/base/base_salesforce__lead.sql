-- Grain: one row per lead and exported version. A converted lead stays, with the contact that it
-- became; the conversion has a day and no time.
select
    id as lead_id,
    master_record_id,
    converted_contact_id,
    {{ normalised_email('email') }} as email,
    title as role,
    coalesce(is_decision_maker, false) as is_decision_maker,
    case when has_opted_out_of_email then false end as consent_email,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    {{ day_start_utc('converted_date') }} as converted_at,
    created_date as created_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'lead') }}
