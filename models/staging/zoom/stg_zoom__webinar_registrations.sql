-- Grain: one row per registered person, session and exported version. A report of a webinar without
-- registration has neither registration times nor people who did not come, and gives no row: not
-- measured, not zero.
select
    source,
    webinar_id,
    cast(null as string) as source_contact_id,
    email,
    attendee_label,
    is_staff,
    coalesce(registered_at, webinar_started_at) as registered_at,
    {{ lineage_columns() | join(', ') }}

from {{ ref('stg_zoom__attendees') }}
where registered_at is not null or not attended
