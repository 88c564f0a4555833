-- Grain: one row per ticket that was merged into another, and exported version. Zendesk does not
-- say when; up to a hundred tickets into one.
with places as (

    {% for place in range(1, 101) %}
        select {{ place }} as place {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    'zendesk' as source,
    'ticket' as record_type,
    {{ part_of('tickets.merged_ticket_ids', ',', 'places.place') }} as source_record_id,
    tickets.source_ticket_id as merged_into_id,
    cast(null as timestamp) as merged_at,
    tickets.{{ lineage_columns() | join(',\n    tickets.') }}

from {{ ref('base_zendesk__tickets') }} as tickets
cross join places
where
    tickets.merged_ticket_ids <> ''
    and {{ part_of('tickets.merged_ticket_ids', ',', 'places.place') }} is not null
