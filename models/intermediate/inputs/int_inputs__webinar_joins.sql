-- Grain: one row per interval in which one person was connected to a session.
{% set columns = [
    'source', 'webinar_id', 'source_contact_id', 'email', 'attendee_label', 'platform_minutes',
    'questions', 'is_staff', 'joined_at', 'left_at'
] %}
with exported as (

    {{ union_sources('webinar_sources', 'webinar_joins', columns) }}

),

known as (

    {{ latest_known(
        'exported',
        [
            'source', 'webinar_id', 'source_contact_id', 'email', 'attendee_label',
            'joined_at', 'left_at'
        ],
        occurred_at='joined_at'
    ) }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(joined_at, first_available_at)) as available_at

from known
