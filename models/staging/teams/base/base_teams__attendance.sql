-- Grain: one row per joining of a person in an attendee list, and exported version. A joining ends
-- when the same person leaves next, so that joining on a second device gives two intervals that
-- overlap. Whoever never leaves stays until the last action of the file. The list names no meeting:
-- the file is the webinar.
with actions as (

    select
        *,
        min(case when user_action = 'left' then happened_at end) over (
            partition by _file, _load_id, attendee_name
            order by happened_at, _row
            rows between 1 following and unbounded following
        ) as leaves_next_at,
        max(happened_at) over (partition by _file, _load_id) as last_action_at

    from {{ source('teams', 'attendance') }}

)

select
    'teams' as source,
    {{ entity_key('teams_attendance', ['_file']) }} as webinar_id,
    cast(null as string) as email,
    attendee_name as attendee_label,
    false as is_staff,
    happened_at as joined_at,
    coalesce(leaves_next_at, last_action_at) as left_at,
    {{ lineage() }}

from actions
where user_action = 'joined'
