-- Grain: one row per case and exported version.
select
    id as case_id,
    account_id,
    contact_id,
    master_record_id,
    {{ normalised_email('supplied_email') }} as email,
    status,
    priority,
    type as ticket_type,
    coalesce(is_closed, false) as is_solved,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    closed_date as solved_at,
    created_date as created_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'case') }}
