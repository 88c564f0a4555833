-- Grain: one row per person and connection of an attendee report, and exported version. A recurring
-- webinar keeps its id, so a session is the id with its start.
select
    'zoom' as source,
    replace(webinar_id, ' ', '') || '@' || cast({{ local_time('webinar_started_at') }} as string)
        as webinar_id,
    {{ normalised_email('email') }} as email,
    coalesce(email, attendee_name) as attendee_label,
    platform_minutes,
    attended,
    section <> 'attendee' as is_staff,
    webinar_started_at,
    registered_at,
    joined_at,
    left_at,
    {{ lineage() }}

from {{ source('zoom', 'attendees') }}
