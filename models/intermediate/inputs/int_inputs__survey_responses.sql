-- Grain: one row per answer to one question. What the catalogue of questions says of a question
-- counts more than what the answer's own row says; a text has no score, whatever it begins with.
-- questionnaire_id is the same for all answers of one filled-in form: by the tool's id of the form,
-- else those of one person to one survey at one time; an answer of which neither is known stands
-- alone.
{% set columns = [
    'source', 'source_response_id', 'source_form_id', 'survey_id', 'question_id',
    'source_account_id', 'source_contact_id', 'email', 'survey_type', 'touchpoint',
    'question_type', 'scale_min', 'scale_max', 'score', 'language', 'is_test', 'has_comment',
    'is_answered', 'responded_at'
] %}
with exported as (

    {{ union_sources('survey_sources', 'survey_responses', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_response_id'], occurred_at='responded_at') }}

),

described as (

    select
        known.*,
        coalesce(questions.touchpoint, known.touchpoint) as known_touchpoint,
        coalesce(questions.question_type, known.question_type) as known_type,
        coalesce(questions.scale_min, known.scale_min) as known_scale_min,
        coalesce(questions.scale_max, known.scale_max) as known_scale_max,
        coalesce(questions.language, known.language) as known_language

    from known
    left join {{ ref('int_inputs__survey_questions') }} as questions
        on
            known.source = questions.source
            and known.survey_id = questions.survey_id
            and known.question_id = questions.question_id

)

select
    source,
    source_response_id,
    case
        when source_form_id is not null
            then {{ entity_key('questionnaire', ['source', 'survey_id', 'source_form_id']) }}
        when coalesce(source_contact_id, email) is not null and responded_at is not null
            then
                {{ entity_key('questionnaire_of_person', [
                    'source',
                    'survey_id',
                    'coalesce(source_contact_id, email)',
                    'responded_at'
                ]) }}
        else {{ entity_key('questionnaire_of_answer', ['source', 'source_response_id']) }}
    end as questionnaire_id,
    survey_id,
    question_id,
    source_account_id,
    source_contact_id,
    email,
    survey_type,
    known_touchpoint as touchpoint,
    known_type as question_type,
    known_scale_min as scale_min,
    known_scale_max as scale_max,
    case when coalesce(known_type <> 'text', true) then score end as score,
    known_language as language,
    is_test,
    has_comment or (known_type = 'text' and is_answered) as has_comment,
    is_answered,
    responded_at,
    greatest(first_available_at, coalesce(responded_at, first_available_at)) as available_at

from described
