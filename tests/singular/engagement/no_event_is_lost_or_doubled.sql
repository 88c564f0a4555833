-- Promise: every activity, send, mail event, registration and attendance of the input layer is one
-- event of the mart, but for those of our own staff. A join that multiplies rows breaks it.
with expected_parts as (

    select count(*) as events from {{ ref('int_inputs__activities') }}
    union all
    select count(*) as events from {{ ref('int_inputs__email_sends') }}
    union all
    select count(*) as events from {{ ref('int_activity__email_events_classified') }}
    union all
    select count(*) as events from {{ ref('int_activity__webinar_registrants') }}
    union all
    select count(*) as events from {{ ref('int_activity__webinar_attendees') }}

),

expected as (

    select sum(events) as expected_events from expected_parts

),

staff as (

    select count(*) as staff_contacts
    from {{ ref('int_identity__contacts') }}
    where is_internal

),

published as (

    select
        count(*) as events,
        count(distinct event_id) as different_events

    from {{ ref('fct_engagement_events') }}

)

select
    published.events,
    published.different_events,
    expected.expected_events,
    staff.staff_contacts

from published
cross join expected
cross join staff
where
    published.events <> published.different_events
    or published.events > expected.expected_events
    or (staff.staff_contacts = 0 and published.events < expected.expected_events)
