-- Grain: one row per answer to one question.
{% set columns = [
    'source', 'source_response_id', 'survey_id', 'source_account_id', 'source_contact_id',
    'email', 'survey_type', 'question_type', 'scale_min', 'scale_max', 'score', 'is_test',
    'has_comment', 'responded_at'
] %}
with exported as (

    {{ union_sources('survey_sources', 'survey_responses', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_response_id'], occurred_at='responded_at') }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(responded_at, first_available_at)) as available_at

from known
