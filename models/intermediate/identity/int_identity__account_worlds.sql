-- Grain: one row per company record with its world: all records that any evidence of any time leads
-- to. What happens in one world touches no other, so that accounts are found world by world and
-- moment by moment.
with edges as (

    select distinct
        0 as scope_no,
        record_no as node_no,
        rule || '|' || evidence as hub

    from {{ ref('int_identity__account_evidence') }}

),

{{ connected_components('edges') }},

worlds as (

    select
        node_no as record_no,
        reached_no as world_no,
        min(case when is_settled then 1 else 0 end) = 1 as is_settled

    from connected
    group by
        node_no,
        reached_no

)

select
    records.record_no,
    coalesce(worlds.world_no, records.record_no) as world_no,
    coalesce(worlds.is_settled, true) as is_settled

from {{ ref('int_identity__account_records') }} as records
left join worlds
    on records.record_no = worlds.record_no
