-- Grain: one row per question or poll answer of a webinar session, with the attendee who gave it.
-- attendee_key is NULL where it is nobody's who is known to have been there: asked anonymously, or
-- under a name that no connection has. Those of hosts, speakers and own staff are flagged, not left
-- out: they show that the session's questions or polls were recorded.
with interactions as (

    select
        interactions.*,
        false as is_staff

    from {{ ref('int_inputs__webinar_interactions') }} as interactions

),

people as (

    {{ people_of_sessions('interactions') }}

),

people_present as (

    {{ people_of_sessions(ref('int_inputs__webinar_joins')) }}

),

staff as (

    select distinct
        source,
        webinar_id,
        coalesce(contact_id, source_key) as person_key

    from people_present
    where is_staff_somewhere

),

attendees as (

    select
        source,
        webinar_id,
        attendee_key,
        coalesce(contact_id, attendee_key) as person_key

    from {{ ref('int_activity__webinar_attendees') }}

),

named as (

    select
        people.*,
        case
            when coalesce(people.source_contact_id, people.email, people.attendee_label) is not null
                then coalesce(people.contact_id, people.source_key)
        end as person_key

    from people

)

select
    named.source,
    named.source_event_id,
    named.webinar_id,
    named.interaction_type,
    attendees.attendee_key,
    named.is_staff_somewhere or staff.person_key is not null as is_staff

from named
left join staff
    on
        named.source = staff.source
        and named.webinar_id = staff.webinar_id
        and named.person_key = staff.person_key
left join attendees
    on
        named.source = attendees.source
        and named.webinar_id = attendees.webinar_id
        and named.person_key = attendees.person_key
