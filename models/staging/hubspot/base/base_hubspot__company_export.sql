-- Grain: one row per company of a CSV file that HubSpot exported. The file names owners, where the
-- concept wants ids.
select
    record_id as company_id,
    company_name,
    {{ nfkc('corporate_number') }} as corporate_number,
    coalesce(
        lower({{ nfkc('domain') }}),
        {{ first_match(
            'lower(' ~ nfkc('website') ~ ')',
            '^ *(?:[a-z]+://)?(?:www[.])?([^/:?# ]+[.][^/:?# ]+)'
        ) }}
    ) as domain,
    industry,
    region,
    phone,
    salesforce_account_id,
    cast(null as string) as owner_id,
    employees,
    false as is_deleted,
    created_at,
    {{ lineage(updated_at='last_modified_at') }}

from {{ source('hubspot', 'company_export') }}
