-- Grain: one row per person registered for a session.
{% set columns = [
    'source', 'webinar_id', 'source_contact_id', 'email', 'attendee_label', 'is_staff',
    'registered_at'
] %}
with exported as (

    {{ union_sources('webinar_sources', 'webinar_registrations', columns) }}

),

known as (

    {{ latest_known(
        'exported',
        ['source', 'webinar_id', 'source_contact_id', 'email', 'attendee_label'],
        occurred_at='registered_at'
    ) }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(registered_at, first_available_at)) as available_at

from known
