-- Grain: one row per person and version of a connector. Who has not opted out has not therefore
-- agreed: consent is what the legal basis says, and otherwise not known.
select
    id as contact_id,
    property_associatedcompanyid as company_id,
    {{ normalised_email('property_email') }} as email,
    property_jobtitle as role,
    coalesce(property_hs_calculated_merged_vids, property_hs_merged_object_ids) as merged_ids,
    coalesce(upper(property_hs_buying_role) like '%DECISION_MAKER%', false) as is_decision_maker,
    case
        when property_hs_email_optout then false
        when property_hs_legal_basis like '%consent from contact%' then true
    end as consent_email,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    property_createdate as created_at,
    {{ lineage(updated_at='coalesce(property_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'contact') }}
