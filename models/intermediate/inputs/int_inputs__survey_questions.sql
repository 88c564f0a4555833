-- Grain: one row per question of a survey, as the catalogue of its source describes it.
{% set columns = [
    'source', 'survey_id', 'question_id', 'question_type', 'scale_min', 'scale_max', 'touchpoint',
    'language', 'question_text', 'created_at'
] %}
with exported as (

    {{ union_sources('survey_question_sources', 'survey_questions', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'survey_id', 'question_id'], occurred_at='created_at') }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(created_at, first_available_at)) as available_at

from known
