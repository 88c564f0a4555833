-- Grain: one row per person of a CSV file that HubSpot exported. Of several companies none is known
-- to be the employer unless the file says which is the primary one.
select
    record_id as contact_id,
    coalesce(
        primary_company_id,
        case when associated_company_ids not like '%;%' then associated_company_ids end
    ) as company_id,
    {{ normalised_email('email') }} as email,
    job_title as role,
    merged_ids,
    coalesce(
        upper(buying_role) like '%DECISION_MAKER%'
        or lower(buying_role) like '%decision maker%'
        or buying_role like '%決裁者%'
        or buying_role like '%意思決定者%',
        false
    ) as is_decision_maker,
    case
        when is_opted_out then false
        when lower(legal_basis) like '%consent from contact%' then true
    end as consent_email,
    false as is_deleted,
    created_at,
    {{ lineage(updated_at='last_modified_at') }}

from {{ source('hubspot', 'contact_export') }}
