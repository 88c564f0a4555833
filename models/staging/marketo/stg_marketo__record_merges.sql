-- Grain: one row per person who vanished in a merge, and exported version. Marketo rewrites the
-- remaining person of an activity after each later merge, so merged_into_id is who remains today.
-- One merge takes up to 25 people.
with places as (

    {% for place in range(1, 26) %}
        select {{ place }} as place {{ 'union all' if not loop.last }}
    {% endfor %}

),

listed as (

    select
        *,
        replace(replace(replace(merge_ids, '[', ''), ']', ''), ' ', '') as vanished_ids

    from {{ source('marketo', 'activity_merge_leads') }}
    where merge_ids is not null

)

select
    'marketo' as source,
    'contact' as record_type,
    {{ part_of('listed.vanished_ids', ',', 'places.place') }} as source_record_id,
    listed.lead_id as merged_into_id,
    listed.activity_date as merged_at,
    {{ lineage() }}

from listed
cross join places
where {{ part_of('listed.vanished_ids', ',', 'places.place') }} is not null
