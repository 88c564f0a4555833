-- Grain: one row per account and exported version. A website is written as people write one; what
-- counts is its host.
select
    id as account_id,
    master_record_id,
    name as account_name,
    {{ nfkc('corporate_number') }} as corporate_number,
    {{ first_match(
        'lower(' ~ nfkc('website') ~ ')',
        '^ *(?:[a-z]+://)?(?:www[.])?([^/:?# ]+[.][^/:?# ]+)'
    ) }} as domain,
    industry,
    billing_state as region,
    phone,
    owner_id,
    number_of_employees as employees,
    coalesce(is_deleted, false) or coalesce(fivetran_deleted, false) as is_deleted,
    created_date as created_at,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'account') }}
