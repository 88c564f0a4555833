-- Grain: one row per user of our own staff and exported version. Data Export leaves the whole name
-- out. A portal user is a customer's, and known by the contact behind it.
select
    'salesforce' as source,
    id as owner_id,
    coalesce(
        name,
        case
            when language_locale_key like 'ja%' then concat_ws(' ', last_name, first_name)
            else concat_ws(' ', first_name, last_name)
        end
    ) as owner_name,
    coalesce(department, division) as team,
    coalesce(is_active, true) and not coalesce(fivetran_deleted, false) as is_active,
    {{ lineage(updated_at='coalesce(fivetran_start, system_modstamp, last_modified_date)') }}

from {{ source('salesforce', 'user') }}
where contact_id is null
