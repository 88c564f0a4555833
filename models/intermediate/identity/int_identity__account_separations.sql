-- Grain: one row per moment and pair of company records that the seed account_link_rules keeps
-- apart. Records of different worlds are apart anyway.
select distinct
    moments.moment_no,
    separations.record_no,
    separations.other_record_no

from {{ ref('int_identity__manual_links') }} as separations
inner join {{ ref('int_identity__account_worlds') }} as worlds
    on separations.record_no = worlds.record_no
inner join {{ ref('int_identity__account_worlds') }} as other_worlds
    on
        separations.other_record_no = other_worlds.record_no
        and worlds.world_no = other_worlds.world_no
inner join {{ ref('int_identity__account_moments') }} as moments
    on
        worlds.world_no = moments.world_no
        and separations.known_from <= moments.known_from
where separations.rule = 'separate'
