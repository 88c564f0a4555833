-- Grain: one row per questionnaire that somebody filled in, and one more if it has a comment, as
-- events of the spine. The answers' values are not read: that somebody answers is engagement, what
-- they say is not. Answers of one person to one survey at one time are one questionnaire, under
-- the id of the answer that was known first. Tests and questionnaires left blank are none.
{{ config(materialized='view') }}
with answers as (

    select
        responses.*,
        {{ entity_key('questionnaire', [
            'source',
            'survey_id',
            'coalesce(source_contact_id, email, source_response_id)',
            'responded_at'
        ]) }} as questionnaire

    from {{ ref('int_inputs__survey_responses') }} as responses
    where
        not is_test
        and responded_at is not null
        and (score is not null or has_comment)

),

ordered as (

    select
        answers.*,
        row_number() over (
            partition by questionnaire
            order by available_at, source_response_id
        ) as answer_number,
        max(case when has_comment then 1 else 0 end) over (
            partition by questionnaire
        ) = 1 as is_commented

    from answers

),

events as (

    select
        'survey_answer' as concept,
        'survey_answered' as event_type,
        ordered.*
    from ordered
    where answer_number = 1

    union all

    select
        'survey_comment' as concept,
        'survey_commented' as event_type,
        ordered.*
    from ordered
    where answer_number = 1 and is_commented

)

select
    concept,
    source,
    source_response_id as source_event_id,
    source_account_id,
    source_contact_id,
    email,
    cast(null as string) as contact_id,
    event_type,
    cast(null as string) as campaign_id,
    survey_id as content_id,
    cast(null as string) as title,
    cast(null as string) as machine_reason,
    responded_at as occurred_at,
    available_at

from events
