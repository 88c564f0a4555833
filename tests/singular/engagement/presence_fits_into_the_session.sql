-- Promise: nobody is present longer than the session lasted, however many devices joined, and a
-- session's presence is the sum of its people's. Overlapping intervals that add up break it.
select
    attendance.source,
    attendance.webinar_id,
    attendance.attendee_key,
    attendance.presence_minutes,
    sessions.session_minutes

from {{ ref('webinar_attendance') }} as attendance
inner join {{ ref('webinar_performance') }} as sessions
    on
        attendance.source = sessions.source
        and attendance.webinar_id = sessions.webinar_id
where attendance.presence_minutes > sessions.session_minutes + 1e-6
