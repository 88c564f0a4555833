-- Grain: one row per session and registered person; hosts, speakers, own staff and tests are left
-- out.
with people as (

    {{ people_of_sessions(ref('int_inputs__webinar_registrations')) }}

)

select
    source,
    webinar_id,
    attendee_key,
    max(contact_id) as contact_id,
    min(registered_at) as registered_at,
    min(available_at) as available_at

from people
where not is_staff_somewhere
group by source, webinar_id, attendee_key
