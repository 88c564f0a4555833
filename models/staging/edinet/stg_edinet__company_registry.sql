-- Grain: one row per EDINET code and exported list. People are rows without names and addresses:
-- they are no companies to link to, and nobody needs their names here. Two codes may share one
-- corporate number.
with companies as (

    select
        *,
        case
            when filer_type like '個人%' or lower(filer_type) like '%individual%' then 'individual'
            when filer_type like '外国政府%' or lower(filer_type) like '%government%'
                then 'government'
            else 'company'
        end as entity_kind

    from {{ source('edinet', 'companies') }}

)

select
    'edinet' as source,
    edinet_code as registry_id,
    case when entity_kind <> 'individual' then company_name end as company_name,
    case when entity_kind <> 'individual' then company_name_kana end as company_name_kana,
    case when entity_kind <> 'individual' then company_name_en end as company_name_en,
    entity_kind,
    corporate_number,
    nullif(industry, filer_type) as industry,
    case
        when entity_kind = 'individual' then cast(null as string)
        when substr(address, 1, 3) in ('東京都', '北海道', '大阪府', '京都府')
            then substr(address, 1, 3)
        when substr(address, 3, 1) = '県' then substr(address, 1, 3)
        when substr(address, 4, 1) = '県' then substr(address, 1, 4)
    end as region,
    case when entity_kind <> 'individual' then address end as address,
    case
        when listing in ('上場', 'Listed company') then true
        when listing in ('非上場', 'Unlisted company') then false
    end as is_listed,
    capital_million_yen * 1000000 as capital_yen,
    {{ lineage() }}

from companies
