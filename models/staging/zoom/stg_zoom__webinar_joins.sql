-- Grain: one row per interval in which one person was connected, and exported version: those of
-- attendee reports and those of participants exports.
with joins as (

    select
        source,
        webinar_id,
        email,
        attendee_label,
        platform_minutes,
        is_staff,
        joined_at,
        left_at,
        {{ lineage_columns() | join(', ') }}

    from {{ ref('stg_zoom__attendees') }}
    where attended and joined_at is not null and left_at is not null

    union all

    select
        source,
        webinar_id,
        email,
        attendee_label,
        platform_minutes,
        false as is_staff,
        joined_at,
        left_at,
        {{ lineage_columns() | join(', ') }}

    from {{ ref('stg_zoom__participants') }}

)

select
    source,
    webinar_id,
    cast(null as string) as source_contact_id,
    email,
    attendee_label,
    platform_minutes,
    cast(null as bigint) as questions,
    is_staff,
    joined_at,
    left_at,
    {{ lineage_columns() | join(', ') }}

from joins
