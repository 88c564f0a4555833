-- Grain: one row per webinar session. registrants is NULL where the source knows no registrations
-- for it, questions and poll_answers where it does not count them: not measured, not zero.
-- Questions and answers that are no attendee's, such as anonymous ones, count here and in no
-- attendance.
with attendance as (

    select
        source,
        webinar_id,
        count(*) as attendees,
        sum(presence_minutes) as presence_minutes,
        sum(questions) as questions

    from {{ ref('int_activity__webinar_attendees') }}
    group by source, webinar_id

),

registrations as (

    select
        source,
        webinar_id,
        count(*) as registrants

    from {{ ref('int_activity__webinar_registrants') }}
    group by source, webinar_id

),

-- What the staff itself asked or answered makes 0 of what else would be unknown.
interactions as (

    select
        source,
        webinar_id,
        sum(
            case when interaction_type = 'question' then case when is_staff then 0 else 1 end end
        ) as questions,
        sum(
            case when interaction_type = 'poll_answer' then case when is_staff then 0 else 1 end end
        ) as poll_answers

    from {{ ref('int_activity__webinar_interactions') }}
    group by source, webinar_id

)

select
    sessions.source,
    sessions.webinar_id,
    sessions.topic,
    sessions.started_at,
    {{ local_date('sessions.started_at') }} as started_date,
    registrations.registrants,
    coalesce(attendance.attendees, 0) as attendees,
    {{ rate('coalesce(attendance.attendees, 0)', 'registrations.registrants') }} as attendance_rate,
    {{ rounded('coalesce(attendance.presence_minutes, 0)') }} as presence_minutes,
    {{ rounded('sessions.session_minutes') }} as session_minutes,
    {{ rate('attendance.presence_minutes', '(attendance.attendees * sessions.session_minutes)') }}
        as dwell_rate,
    cast(coalesce(interactions.questions, attendance.questions) as bigint) as questions,
    cast(interactions.poll_answers as bigint) as poll_answers

from {{ ref('int_activity__webinar_sessions') }} as sessions
left join attendance
    on sessions.source = attendance.source and sessions.webinar_id = attendance.webinar_id
left join registrations
    on sessions.source = registrations.source and sessions.webinar_id = registrations.webinar_id
left join interactions
    on sessions.source = interactions.source and sessions.webinar_id = interactions.webinar_id
