-- Grain: one row per organization and exported version. The domain is the first of the
-- organization's list, or of the connector's table as far as it was loaded by then.
with listed_domains as (

    select
        organizations.file_name,
        organizations.file_row,
        domain_names.domain,
        row_number() over (
            partition by organizations.file_name, organizations.file_row
            order by domain_names.domain_place, domain_names.domain
        ) as domain_rank

    from {{ ref('base_zendesk__organizations') }} as organizations
    inner join {{ ref('base_zendesk__domain_names') }} as domain_names
        on
            organizations.source_account_id = domain_names.source_account_id
            and organizations.loaded_at >= domain_names.loaded_at

)

select
    'zendesk' as source,
    organizations.source_account_id,
    organizations.account_name,
    cast(null as string) as corporate_number,
    coalesce(organizations.domain, listed_domains.domain) as domain,
    cast(null as string) as industry,
    cast(null as string) as region,
    cast(null as string) as phone,
    cast(null as string) as same_as_source,
    cast(null as string) as same_as_account_id,
    cast(null as string) as owner_id,
    cast(null as bigint) as employees,
    organizations.is_deleted,
    organizations.created_at,
    organizations.{{ lineage_columns() | join(',\n    organizations.') }}

from {{ ref('base_zendesk__organizations') }} as organizations
left join listed_domains
    on
        organizations.file_name = listed_domains.file_name
        and organizations.file_row = listed_domains.file_row
        and listed_domains.domain_rank = 1
