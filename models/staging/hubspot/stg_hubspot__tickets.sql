-- Grain: one row per ticket and version: an exported version of the ticket itself, or of its
-- associations with companies and contacts, which HubSpot keeps apart. A version knows what had
-- been loaded by then. The customer is the primary company, or the only one, and the person the
-- only one: of several none is guessed. A stage's name and meaning are those of its last export.
{% set ticket_columns = [
    'ticket_id', 'stage_id', 'company_id', 'contact_id', 'priority', 'ticket_type', 'is_deleted',
    'closed_at', 'created_at'
] %}
with tickets as (

    {% for base in ['base_hubspot__ticket', 'base_hubspot__ticket_export'] %}
        {{ 'union all' if not loop.first }}
        select
            {{ (ticket_columns + lineage_columns()) | join(',\n            ') }}
        from {{ ref(base) }}
    {% endfor %}

),

links as (

    select
        ticket_id,
        'company' as linked_to,
        company_id as linked_id,
        type_id,
        is_primary,
        is_removed,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref('base_hubspot__ticket_company') }}

    union all

    select
        ticket_id,
        'contact' as linked_to,
        contact_id as linked_id,
        type_id,
        false as is_primary,
        is_removed,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref('base_hubspot__ticket_contact') }}

),

tickets_at_links as (

    select
        {% for column in ticket_columns -%}
            tickets.{{ column }},
        {% endfor -%}
        tickets.updated_at,
        greatest(tickets.available_at, links.available_at) as available_at,
        links.loaded_at,
        links.load_id,
        links.file_name,
        links.file_row,
        row_number() over (
            partition by links.file_name, links.file_row
            order by
                tickets.updated_at desc nulls last,
                tickets.loaded_at desc,
                tickets.file_name desc,
                tickets.file_row desc
        ) as version_rank

    from links
    inner join tickets
        on links.ticket_id = tickets.ticket_id and links.loaded_at >= tickets.loaded_at

),

versions as (

    select
        {{ (ticket_columns + lineage_columns()) | join(',\n        ') }}
    from tickets

    union all

    select
        {{ (ticket_columns + lineage_columns()) | join(',\n        ') }}
    from tickets_at_links
    where version_rank = 1

),

links_at_versions as (

    select
        versions.file_name,
        versions.file_row,
        links.linked_to,
        links.linked_id,
        links.is_primary,
        links.is_removed,
        row_number() over (
            partition by
                versions.file_name,
                versions.file_row,
                links.linked_to,
                links.linked_id,
                links.type_id
            order by links.loaded_at desc, links.file_name desc, links.file_row desc
        ) as version_rank

    from versions
    inner join links
        on versions.ticket_id = links.ticket_id and versions.loaded_at >= links.loaded_at

),

customers as (

    select
        file_name,
        file_row,
        coalesce(
            min(case when is_primary then linked_id end),
            case
                when count(distinct case when linked_to = 'company' then linked_id end) = 1
                    then min(case when linked_to = 'company' then linked_id end)
            end
        ) as company_id,
        case
            when count(distinct case when linked_to = 'contact' then linked_id end) = 1
                then min(case when linked_to = 'contact' then linked_id end)
        end as contact_id

    from links_at_versions
    where version_rank = 1 and not is_removed
    group by file_name, file_row

),

stage_versions as (

    select
        stage_id,
        stage_name,
        is_closed,
        row_number() over (
            partition by stage_id
            order by updated_at desc nulls last, loaded_at desc, file_name desc, file_row desc
        ) as version_rank

    from {{ ref('base_hubspot__ticket_pipeline_stage') }}

),

judged as (

    select
        versions.*,
        known_stages.stage_name,
        coalesce(versions.company_id, customers.company_id) as known_company_id,
        coalesce(versions.contact_id, customers.contact_id) as known_contact_id,
        coalesce(known_stages.is_closed, versions.closed_at is not null) as is_solved

    from versions
    left join customers
        on versions.file_name = customers.file_name and versions.file_row = customers.file_row
    left join stage_versions as known_stages
        on versions.stage_id = known_stages.stage_id and known_stages.version_rank = 1

)

select
    'hubspot' as source,
    ticket_id as source_ticket_id,
    known_company_id as source_account_id,
    known_contact_id as source_contact_id,
    cast(null as string) as email,
    coalesce(stage_name, stage_id) as status,
    priority,
    ticket_type,
    is_solved,
    is_deleted,
    case when is_solved then closed_at end as solved_at,
    created_at,
    {{ lineage_columns() | join(',\n    ') }}

from judged
