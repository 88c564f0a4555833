-- Grain: one row per session and person who was there. presence_minutes is the union of the
-- person's intervals; platform_minutes is the platform's own column, which counts two devices twice
-- and rounds. The account is that of whom the person worked for on that day. streak counts the
-- sessions of the source that the person attended without missing one, up to and including this
-- one, by start and then id. Sessions that nobody attended are none to miss; one without a known
-- start stands where its first attendee came. NULL for people who are no known contact: a name
-- alone does not say that it is the same person.
with attendees as (

    select * from {{ ref('int_activity__webinar_attendees') }}

),

interactions as (

    select
        source,
        webinar_id,
        attendee_key,
        interaction_type

    from {{ ref('int_activity__webinar_interactions') }}

),

recorded as (

    select
        source,
        webinar_id,
        max(case when interaction_type = 'question' then 1 else 0 end) = 1 as has_questions,
        max(case when interaction_type = 'poll_answer' then 1 else 0 end) = 1 as has_poll_answers

    from interactions
    group by source, webinar_id

),

given as (

    select
        source,
        webinar_id,
        attendee_key,
        count(case when interaction_type = 'question' then 1 end) as questions,
        count(case when interaction_type = 'poll_answer' then 1 end) as poll_answers

    from interactions
    where attendee_key is not null
    group by source, webinar_id, attendee_key

),

sessions as (

    select
        attendees.source,
        attendees.webinar_id,
        coalesce(min(sessions.started_at), min(attendees.first_present_at)) as starts_at

    from attendees
    inner join {{ ref('int_activity__webinar_sessions') }} as sessions
        on attendees.source = sessions.source and attendees.webinar_id = sessions.webinar_id
    group by attendees.source, attendees.webinar_id

),

numbered_sessions as (

    select
        source,
        webinar_id,
        row_number() over (partition by source order by starts_at, webinar_id) as session_number

    from sessions
    where starts_at is not null

),

-- Sessions in a row have the same difference to the person's own numbering.
runs as (

    select
        attendees.source,
        attendees.webinar_id,
        attendees.contact_id,
        numbered_sessions.session_number,
        numbered_sessions.session_number - row_number() over (
            partition by attendees.source, attendees.contact_id
            order by numbered_sessions.session_number
        ) as run_key

    from attendees
    inner join numbered_sessions
        on
            attendees.source = numbered_sessions.source
            and attendees.webinar_id = numbered_sessions.webinar_id
    where attendees.contact_id is not null

),

streaks as (

    select
        source,
        webinar_id,
        contact_id,
        row_number() over (
            partition by source, contact_id, run_key
            order by session_number
        ) as streak

    from runs

)

select
    attendees.source,
    attendees.webinar_id,
    attendees.attendee_key,
    attendees.contact_id,
    employers.account_id,
    attendees.join_count,
    {{ rounded('attendees.presence_minutes') }} as presence_minutes,
    cast(attendees.platform_minutes as double) as platform_minutes,
    cast(
        case
            when recorded.has_questions then coalesce(given.questions, 0)
            else attendees.questions
        end as bigint
    ) as questions,
    cast(case when recorded.has_poll_answers then coalesce(given.poll_answers, 0) end as bigint)
        as poll_answers,
    cast(streaks.streak as bigint) as streak

from attendees
left join recorded
    on attendees.source = recorded.source and attendees.webinar_id = recorded.webinar_id
left join given
    on
        attendees.source = given.source
        and attendees.webinar_id = given.webinar_id
        and attendees.attendee_key = given.attendee_key
left join streaks
    on
        attendees.source = streaks.source
        and attendees.webinar_id = streaks.webinar_id
        and attendees.contact_id = streaks.contact_id
{{ join_employers('attendees.contact_id', 'attendees.first_present_at') }}
