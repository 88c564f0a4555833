-- Grain: one row per session and person who was there. presence_minutes is the union of the
-- person's intervals; platform_minutes is the platform's own column, which counts two devices twice
-- and rounds. The account is that of whom the person worked for on that day.
select
    attendees.source,
    attendees.webinar_id,
    attendees.attendee_key,
    attendees.contact_id,
    employers.account_id,
    attendees.join_count,
    {{ rounded('attendees.presence_minutes') }} as presence_minutes,
    cast(attendees.platform_minutes as double) as platform_minutes,
    attendees.questions

from {{ ref('int_activity__webinar_attendees') }} as attendees
{{ join_employers('attendees.contact_id', 'attendees.first_present_at') }}
