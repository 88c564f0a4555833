-- Grain: one row per interval in which one person was connected, and exported version.
select
    source_system as source,
    webinar_id,
    contact_id as source_contact_id,
    {{ normalised_email('email') }} as email,
    coalesce(email, attendee_name) as attendee_label,
    platform_minutes,
    questions,
    coalesce(is_staff, false) as is_staff,
    joined_at,
    left_at,
    {{ lineage() }}

from {{ source('generic', 'webinar_attendance') }}
