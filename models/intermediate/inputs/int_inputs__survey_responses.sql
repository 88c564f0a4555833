-- Grain: one row per answer to one question. What the catalogue of questions says of a question
-- counts more than what the answer's own row says. questionnaire_id is the same for all answers of
-- one filled-in form: by the tool's id of the form, else those of one person to one survey at one
-- time; an answer of which neither is known stands alone.
{% set columns = [
    'source', 'source_response_id', 'source_form_id', 'survey_id', 'question_id',
    'source_account_id', 'source_contact_id', 'email', 'survey_type', 'touchpoint',
    'question_type', 'scale_min', 'scale_max', 'score', 'language', 'is_test', 'has_comment',
    'responded_at'
] %}
with exported as (

    {{ union_sources('survey_sources', 'survey_responses', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_response_id'], occurred_at='responded_at') }}

)

select
    known.source,
    known.source_response_id,
    case
        when known.source_form_id is not null
            then
                {{ entity_key('questionnaire', [
                    'known.source',
                    'known.survey_id',
                    'known.source_form_id'
                ]) }}
        when
            coalesce(known.source_contact_id, known.email) is not null
            and known.responded_at is not null
            then
                {{ entity_key('questionnaire_of_person', [
                    'known.source',
                    'known.survey_id',
                    'coalesce(known.source_contact_id, known.email)',
                    'known.responded_at'
                ]) }}
        else
            {{ entity_key('questionnaire_of_answer', [
                'known.source',
                'known.source_response_id'
            ]) }}
    end as questionnaire_id,
    known.survey_id,
    known.question_id,
    known.source_account_id,
    known.source_contact_id,
    known.email,
    known.survey_type,
    coalesce(questions.touchpoint, known.touchpoint) as touchpoint,
    coalesce(questions.question_type, known.question_type) as question_type,
    coalesce(questions.scale_min, known.scale_min) as scale_min,
    coalesce(questions.scale_max, known.scale_max) as scale_max,
    known.score,
    coalesce(questions.language, known.language) as language,
    known.is_test,
    known.has_comment,
    known.responded_at,
    greatest(
        known.first_available_at, coalesce(known.responded_at, known.first_available_at)
    ) as available_at

from known
left join {{ ref('int_inputs__survey_questions') }} as questions
    on
        known.source = questions.source
        and known.survey_id = questions.survey_id
        and known.question_id = questions.question_id
