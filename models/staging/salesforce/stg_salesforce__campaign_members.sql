-- Grain: one row per membership of a person in a campaign, and exported version. A lead that became
-- a contact is named as the contact.
select
    'salesforce' as source,
    id as source_event_id,
    campaign_id,
    coalesce(contact_id, lead_id) as source_contact_id,
    {{ normalised_email('email') }} as email,
    status,
    coalesce(has_responded, false) as has_responded,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    {{ day_start_utc('first_responded_date') }} as responded_at,
    created_date as created_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'campaign_member') }}
