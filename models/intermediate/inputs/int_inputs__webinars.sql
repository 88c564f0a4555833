-- Grain: one row per webinar session that a source describes.
{% set columns = [
    'source', 'webinar_id', 'topic', 'started_at', 'ended_at'
] %}
with exported as (

    {{ union_sources('webinar_sources', 'webinars', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'webinar_id'], occurred_at='started_at') }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(started_at, first_available_at)) as available_at

from known
