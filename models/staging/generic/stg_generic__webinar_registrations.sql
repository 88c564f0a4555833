-- Grain: one row per registration and exported version.
select
    source_system as source,
    webinar_id,
    contact_id as source_contact_id,
    {{ normalised_email('email') }} as email,
    registration_id as attendee_label,
    coalesce(is_staff, false) as is_staff,
    registered_at,
    {{ lineage() }}

from {{ source('generic', 'webinar_registrations') }}
