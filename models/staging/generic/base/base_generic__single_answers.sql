-- Grain: one row per answer of the survey_responses template and exported version. Of a comment
-- only its presence is read.
select
    source_system as source,
    response_id as source_response_id,
    form_id as source_form_id,
    survey_id,
    question_id,
    account_id as source_account_id,
    contact_id as source_contact_id,
    {{ normalised_email('email') }} as email,
    survey_type,
    touchpoint,
    question_type,
    scale_min,
    scale_max,
    score,
    language,
    coalesce(is_test, false) as is_test,
    coalesce(trim(comment) <> '', false) as has_comment,
    score is not null or coalesce(trim(comment) <> '', false) as is_answered,
    responded_at,
    {{ lineage() }}

from {{ source('generic', 'survey_responses') }}
