-- Grain: one row per answer to one question and exported version, whether the file has a row or a
-- column for each question.
select
    source,
    source_response_id,
    source_form_id,
    survey_id,
    question_id,
    source_account_id,
    source_contact_id,
    email,
    survey_type,
    touchpoint,
    question_type,
    scale_min,
    scale_max,
    score,
    language,
    is_test,
    has_comment,
    is_answered,
    responded_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_generic__single_answers') }}

union all

select
    source,
    source_response_id,
    source_form_id,
    survey_id,
    question_id,
    source_account_id,
    source_contact_id,
    email,
    survey_type,
    touchpoint,
    question_type,
    scale_min,
    scale_max,
    score,
    language,
    is_test,
    has_comment,
    is_answered,
    responded_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_generic__form_answers') }}
