-- Grain: one row per time that a person was asked: by invitation, one per survey and local day,
-- whichever tool sent it; where a survey has no list, each filled-in form stands for the ask that
-- must have come before. A form of a survey with a list is no ask of its own.
with surveys as (

    select
        survey_id,
        has_list

    from {{ ref('int_feedback__surveys') }}

),

invited as (

    select distinct
        contact_id,
        survey_id,
        survey_id as ask_key,
        invited_on as asked_on

    from {{ ref('int_feedback__known_invitations') }}

),

filled_in as (

    select
        responses.contact_id,
        responses.survey_id,
        responses.questionnaire_id as ask_key,
        {{ local_date('min(responses.responded_at)') }} as asked_on

    from {{ ref('int_feedback__survey_responses') }} as responses
    left join surveys on responses.survey_id = surveys.survey_id
    where
        responses.contact_id is not null
        and coalesce(responses.invalid_reason, 'none') not in ('test', 'staff')
        and not coalesce(surveys.has_list, false)
    group by
        responses.contact_id,
        responses.survey_id,
        responses.questionnaire_id

)

select
    contact_id,
    survey_id,
    ask_key,
    asked_on
from invited

union all

select
    contact_id,
    survey_id,
    ask_key,
    asked_on
from filled_in
