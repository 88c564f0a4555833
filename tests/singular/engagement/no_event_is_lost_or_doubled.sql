-- Promise: every activity, send, human or machine mail event, registration and attendance of the
-- input layer is one event of the mart, but for those of our own staff. A join that multiplies rows
-- breaks it.
with expected as (

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

staff as (

    select
        count(*) as contacts,
        count(distinct contact_id) as different_contacts
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
    (select sum(events) from expected) as expected_events,
    staff.contacts

from published
cross join staff
where
    published.events <> published.different_events
    or published.events > (select sum(events) from expected)
    or (staff.contacts = 0 and published.events < (select sum(events) from expected))
    or staff.contacts <> staff.different_contacts
