-- Grain: one row per ticket of a CSV file that HubSpot exported. The status is a label. Of several
-- companies none is the customer unless the file says which is the primary one; of several contacts
-- none is the one who asked.
select
    record_id as ticket_id,
    ticket_status as stage_id,
    coalesce(
        primary_company_id,
        case when associated_company_ids not like '%;%' then associated_company_ids end
    ) as company_id,
    case when associated_contact_ids not like '%;%' then associated_contact_ids end as contact_id,
    priority,
    category as ticket_type,
    merged_ids,
    false as is_deleted,
    closed_at,
    created_at,
    {{ lineage(updated_at='last_modified_at') }}

from {{ source('hubspot', 'ticket_export') }}
