-- Grain: one row per question or poll answer in a webinar.
{% set columns = [
    'source', 'source_event_id', 'webinar_id', 'interaction_type', 'source_contact_id', 'email',
    'attendee_label', 'prompt', 'is_answered', 'occurred_at'
] %}
with exported as (

    {{ union_sources('webinar_interaction_sources', 'webinar_interactions', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_event_id'], 'occurred_at') }}

)

select
    source,
    source_event_id,
    webinar_id,
    interaction_type,
    source_contact_id,
    email,
    attendee_label,
    prompt,
    is_answered,
    occurred_at,
    first_available_at as available_at

from known
