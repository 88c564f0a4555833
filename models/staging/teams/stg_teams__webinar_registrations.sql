-- Grain: one row per registered person. The attendee list knows no registrations, and the report
-- not when they were made, so this view is empty: not measured, not zero.
select
    'teams' as source,
    {{ entity_key('teams_attendance', ['_file']) }} as webinar_id,
    cast(null as string) as source_contact_id,
    cast(null as string) as email,
    attendee_name as attendee_label,
    false as is_staff,
    happened_at as registered_at,
    {{ lineage() }}

from {{ source('teams', 'attendance') }}
where false
