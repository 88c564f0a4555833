-- The last webinars.
select
    started_date,
    topic,
    registrants,
    attendees,
    attendance_rate,
    dwell_rate,
    questions,
    poll_answers

from marts.webinar_performance
order by started_at desc, source asc, webinar_id asc
limit 12
