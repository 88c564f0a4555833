-- Grain: one row per company and version of a connector. Without a domain the host of the website
-- stands in.
select
    id as company_id,
    property_name as company_name,
    {{ nfkc('property_corporate_number') }} as corporate_number,
    coalesce(
        lower({{ nfkc('property_domain') }}),
        {{ first_match(
            'lower(' ~ nfkc('property_website') ~ ')',
            '^ *(?:[a-z]+://)?(?:www[.])?([^/:?# ]+[.][^/:?# ]+)'
        ) }}
    ) as domain,
    property_industry as industry,
    property_state as region,
    property_phone as phone,
    property_salesforceaccountid as salesforce_account_id,
    property_hubspot_owner_id as owner_id,
    property_hs_merged_object_ids as merged_ids,
    property_numberofemployees as employees,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    property_createdate as created_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'company') }}
