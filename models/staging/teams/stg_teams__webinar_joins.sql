-- Grain: one row per interval in which one person was connected, and exported version: those of
-- attendee lists and those of attendance reports.
{% set columns = [
    'source', 'webinar_id', 'email', 'attendee_label', 'is_staff', 'joined_at', 'left_at'
] %}
with joins as (

    select
        {{ (columns + lineage_columns()) | join(',\n        ') }}

    from {{ ref('base_teams__attendance') }}

    union all

    select
        {{ (columns + lineage_columns()) | join(',\n        ') }}

    from {{ ref('base_teams__report_activities') }}

)

select
    source,
    webinar_id,
    cast(null as string) as source_contact_id,
    email,
    attendee_label,
    cast(null as double) as platform_minutes,
    cast(null as bigint) as questions,
    is_staff,
    joined_at,
    left_at,
    {{ lineage_columns() | join(',\n    ') }}

from joins
