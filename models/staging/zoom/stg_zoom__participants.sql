-- Grain: one row per person and connection of a participants export, and exported version. The
-- export names no webinar, so the file is the webinar.
select
    'zoom' as source,
    {{ entity_key('zoom_participants', ['_file']) }} as webinar_id,
    {{ normalised_email('email') }} as email,
    coalesce(email, attendee_name) as attendee_label,
    platform_minutes,
    joined_at,
    left_at,
    {{ lineage() }}

from {{ source('zoom', 'participants') }}
