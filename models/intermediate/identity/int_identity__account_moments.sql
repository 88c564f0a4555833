-- Grain: one row per world and period between two moments at which something that identifies one of
-- its records became known. Versions that change nothing of it are no moments.
with changes as (

    select
        record_no,
        first_known_at as known_from
    from {{ ref('int_identity__account_records') }}

    union all

    select
        record_no,
        known_from
    from {{ ref('int_identity__account_attributes') }}

    union all

    select
        record_no,
        known_from
    from {{ ref('int_identity__account_evidence') }}

    union all

    select
        record_no,
        known_from
    from {{ ref('int_identity__manual_links') }}

),

moments as (

    select distinct
        worlds.world_no,
        changes.known_from

    from changes
    inner join {{ ref('int_identity__account_worlds') }} as worlds
        on changes.record_no = worlds.record_no

)

select
    row_number() over (order by world_no, known_from) as moment_no,
    world_no,
    known_from,
    lead(known_from) over (partition by world_no order by known_from) as known_until

from moments
