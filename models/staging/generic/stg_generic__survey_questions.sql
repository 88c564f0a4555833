-- Grain: one row per question of a survey and exported version.
select
    source_system as source,
    survey_id,
    question_id,
    question_type,
    scale_min,
    scale_max,
    touchpoint,
    language,
    question_text,
    created_at,
    {{ lineage() }}

from {{ source('generic', 'survey_questions') }}
