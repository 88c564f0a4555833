-- Grain: one row per person of ours who looks after accounts or deals, by the id that the CRM's
-- records carry. Where two tools use one id, the tool that is named first in owner_sources speaks.
with owners as (

    select
        owner_id,
        owner_name,
        team,
        is_active,
        row_number() over (
            partition by owner_id
            order by
                case source
                    {%- for source in var('owner_sources') %}
                        when '{{ source }}' then {{ loop.index }}
                    {%- endfor %}
                end
        ) as speaking_order

    from {{ ref('int_inputs__owners') }}

),

-- A tool may name owners without describing them.
named as (

    select owner_id from {{ ref('int_inputs__owners') }}
    union
    select owner_id from {{ ref('int_inputs__accounts') }}
    union
    select owner_id from {{ ref('int_inputs__opportunities') }}

)

select
    named.owner_id,
    coalesce(owners.owner_name, '(unknown)') as owner_name,
    coalesce(owners.team, '(unknown)') as team,
    owners.is_active

from named
left join owners
    on
        named.owner_id = owners.owner_id
        and owners.speaking_order = 1
where named.owner_id is not null
