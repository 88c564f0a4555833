-- Grain: one row per session and person who was there. presence_minutes is the union of the
-- person's intervals; platform_minutes is the platform's own column, which counts two devices twice
-- and rounds.
select
    attendees.source,
    attendees.webinar_id,
    attendees.attendee_key,
    attendees.contact_id,
    contacts.account_id,
    attendees.join_count,
    round(cast(attendees.presence_minutes as double), 9) as presence_minutes,
    cast(attendees.platform_minutes as double) as platform_minutes,
    attendees.questions

from {{ ref('int_activity__webinar_attendees') }} as attendees
left join {{ ref('int_identity__contacts') }} as contacts
    on attendees.contact_id = contacts.contact_id
