-- Grain: one row per session and person who was there; hosts, speakers, own staff and tests are
-- left out. Presence is the union of a person's intervals cut to the session: two devices do not
-- add up, coming back does.
with people as (

    {{ people_of_sessions(ref('int_inputs__webinar_joins')) }}

),

within_session as (

    select
        people.*,
        greatest(people.joined_at, coalesce(sessions.started_at, people.joined_at)) as present_from,
        least(people.left_at, coalesce(sessions.ended_at, people.left_at)) as present_until

    from people
    inner join {{ ref('int_activity__webinar_sessions') }} as sessions
        on people.source = sessions.source and people.webinar_id = sessions.webinar_id
    -- Both are half-open; who came and went in one instant was there.
    where
        not people.is_staff_somewhere
        and coalesce(people.joined_at < sessions.ended_at, true)
        and coalesce(
            people.left_at > sessions.started_at
            or (people.left_at = people.joined_at and people.left_at = sessions.started_at),
            true
        )

),

covered as (

    select
        within_session.*,
        max(present_until) over (
            partition by attendee_key
            order by present_from, present_until
            rows between unbounded preceding and 1 preceding
        ) as covered_until

    from within_session

),

measured as (

    select
        covered.*,
        greatest(
            0,
            {{ seconds_between(
                'greatest(present_from, coalesce(covered_until, present_from))', 'present_until'
            ) }}
        ) / 60 as new_minutes

    from covered

)

select
    source,
    webinar_id,
    attendee_key,
    max(contact_id) as contact_id,
    count(*) as join_count,
    sum(new_minutes) as presence_minutes,
    sum(platform_minutes) as platform_minutes,
    cast(sum(questions) as bigint) as questions,
    min(present_from) as first_present_at,
    min(available_at) as available_at

from measured
group by source, webinar_id, attendee_key
