-- Grain: one row per answer to one question, valid or not, with the reason where not.
select
    response_id,
    questionnaire_id,
    survey_id,
    question_id,
    contact_id,
    account_id,
    responded_at,
    survey_type,
    touchpoint,
    question_type,
    scale_min,
    scale_max,
    score,
    language,
    is_valid,
    invalid_reason,
    nps_group,
    has_comment,
    source,
    source_response_id

from {{ ref('int_feedback__survey_responses') }}
