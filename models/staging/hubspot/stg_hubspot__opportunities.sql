-- Grain: one row per deal and version: an exported version of the deal itself, or of its
-- associations with companies, which HubSpot keeps apart. A version knows what had been loaded by
-- then. The customer is the primary company, or the only one; of several none is guessed. A stage's
-- name and meaning are those of its last export, whatever the day.
{% set deal_columns = [
    'deal_id', 'deal_name', 'stage_id', 'company_id', 'currency', 'owner_id', 'lead_source',
    'amount', 'is_won', 'is_closed', 'is_deleted', 'closed_at', 'created_at'
] %}
{% set won = "'closedwon', 'closed won', '成約', '受注'" %}
{% set lost = "'closedlost', 'closed lost', '失注', '不成立'" %}
with deals as (

    {% for base in ['base_hubspot__deal', 'base_hubspot__deal_export'] %}
        {{ 'union all' if not loop.first }}
        select
            {{ (deal_columns + lineage_columns()) | join(',\n            ') }}
        from {{ ref(base) }}
    {% endfor %}

),

links as (

    select * from {{ ref('base_hubspot__deal_company') }}

),

deals_at_links as (

    select
        {% for column in deal_columns -%}
            deals.{{ column }},
        {% endfor -%}
        deals.updated_at,
        greatest(deals.available_at, links.available_at) as available_at,
        links.loaded_at,
        links.load_id,
        links.file_name,
        links.file_row,
        row_number() over (
            partition by links.file_name, links.file_row
            order by
                deals.updated_at desc nulls last,
                deals.loaded_at desc,
                deals.file_name desc,
                deals.file_row desc
        ) as version_rank

    from links
    inner join deals on links.deal_id = deals.deal_id and links.loaded_at >= deals.loaded_at

),

versions as (

    select
        {{ (deal_columns + lineage_columns()) | join(',\n        ') }}
    from deals

    union all

    select
        {{ (deal_columns + lineage_columns()) | join(',\n        ') }}
    from deals_at_links
    where version_rank = 1

),

links_at_versions as (

    select
        versions.file_name,
        versions.file_row,
        links.company_id,
        links.is_primary,
        links.is_removed,
        row_number() over (
            partition by versions.file_name, versions.file_row, links.company_id, links.type_id
            order by links.loaded_at desc, links.file_name desc, links.file_row desc
        ) as version_rank

    from versions
    inner join links
        on versions.deal_id = links.deal_id and versions.loaded_at >= links.loaded_at

),

customers as (

    select
        file_name,
        file_row,
        coalesce(
            min(case when is_primary then company_id end),
            case when count(distinct company_id) = 1 then min(company_id) end
        ) as company_id

    from links_at_versions
    where version_rank = 1 and not is_removed
    group by file_name, file_row

),

stage_versions as (

    select
        stage_id,
        stage_name,
        is_won,
        is_closed,
        row_number() over (
            partition by stage_id
            order by updated_at desc nulls last, loaded_at desc, file_name desc, file_row desc
        ) as version_rank

    from {{ ref('base_hubspot__deal_pipeline_stage') }}

)

select
    'hubspot' as source,
    versions.deal_id as source_opportunity_id,
    coalesce(versions.company_id, customers.company_id) as source_account_id,
    versions.deal_name as opportunity_name,
    coalesce(known_stages.stage_name, versions.stage_id) as stage,
    versions.amount,
    versions.currency,
    coalesce(
        versions.is_won,
        known_stages.is_won,
        lower(versions.stage_id) in ({{ won }}),
        false
    ) as is_won,
    coalesce(
        versions.is_closed,
        known_stages.is_closed,
        lower(versions.stage_id) in ({{ lost }}, {{ won }}),
        false
    ) as is_closed,
    versions.owner_id,
    versions.lead_source,
    versions.is_deleted,
    {{ local_date('versions.closed_at') }} as closed_on,
    versions.created_at,
    versions.updated_at,
    versions.available_at,
    versions.loaded_at,
    versions.load_id,
    versions.file_name,
    versions.file_row

from versions
left join customers
    on versions.file_name = customers.file_name and versions.file_row = customers.file_row
left join stage_versions as known_stages
    on versions.stage_id = known_stages.stage_id and known_stages.version_rank = 1
