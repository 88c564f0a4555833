-- Promise: the questions and poll answers of a session's attendees are among those of the session,
-- and a streak of more than one follows on the same person's shorter one. An interaction that
-- meets two attendees, or a person who is two in one session, breaks it.
with attended as (

    select
        source,
        webinar_id,
        sum(questions) as questions,
        sum(poll_answers) as poll_answers

    from {{ ref('webinar_attendance') }}
    group by source, webinar_id

),

streaks as (

    select
        source,
        contact_id,
        max(streak) as longest,
        count(distinct streak) as lengths

    from {{ ref('webinar_attendance') }}
    where streak is not null
    group by source, contact_id

)

select
    attended.source,
    attended.webinar_id as place,
    attended.questions as found,
    sessions.questions as expected_at_most

from attended
inner join {{ ref('webinar_performance') }} as sessions
    on attended.source = sessions.source and attended.webinar_id = sessions.webinar_id
where
    attended.questions > coalesce(sessions.questions, 0)
    or attended.poll_answers > coalesce(sessions.poll_answers, 0)

union all

select
    source,
    contact_id as place,
    longest as found,
    lengths as expected_at_most

from streaks
where longest <> lengths
