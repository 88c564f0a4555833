-- Grain: one row per moment and company record known by then, with what tells companies apart. Each
-- record stands for itself: nothing is linked yet.
select
    moments.moment_no,
    worlds.record_no,
    worlds.record_no as component_no,
    attributes.corporate_number,
    attributes.corporate_number as number_label,
    attributes.web_domain

from {{ ref('int_identity__account_moments') }} as moments
inner join {{ ref('int_identity__account_worlds') }} as worlds
    on moments.world_no = worlds.world_no
inner join {{ ref('int_identity__account_records') }} as records
    on
        worlds.record_no = records.record_no
        and moments.known_from >= records.first_known_at
left join {{ ref('int_identity__account_attributes') }} as attributes
    on
        worlds.record_no = attributes.record_no
        and moments.known_from >= attributes.known_from
        and moments.known_from < {{ end_or_never('attributes.known_until') }}
