-- Grain: one row per questionnaire that somebody filled in, one more if it has a comment, and one
-- per invitation to a survey, as events of the spine. The answers' values are not read: that
-- somebody answers is engagement, what they say is not. A questionnaire stands under the id of the
-- answer that was known first. Tests and questionnaires left blank are none.
{{ config(materialized='view') }}
with answers as (

    select *
    from {{ ref('int_inputs__survey_responses') }}
    where
        not is_test
        and responded_at is not null
        and is_answered

),

ordered as (

    select
        answers.*,
        row_number() over (
            partition by questionnaire_id
            order by available_at, source_response_id
        ) as answer_number,
        max(case when has_comment then 1 else 0 end) over (
            partition by questionnaire_id
        ) = 1 as is_commented

    from answers

),

events as (

    select
        'survey_answer' as concept,
        source,
        source_response_id as source_event_id,
        source_account_id,
        source_contact_id,
        email,
        'survey_answered' as event_type,
        survey_id,
        responded_at as occurred_at,
        available_at
    from ordered
    where answer_number = 1

    union all

    select
        'survey_comment' as concept,
        source,
        source_response_id as source_event_id,
        source_account_id,
        source_contact_id,
        email,
        'survey_commented' as event_type,
        survey_id,
        responded_at as occurred_at,
        available_at
    from ordered
    where answer_number = 1 and is_commented

    union all

    select
        'survey_invitation' as concept,
        source,
        source_invitation_id as source_event_id,
        source_account_id,
        source_contact_id,
        email,
        'survey_requested' as event_type,
        survey_id,
        invited_at as occurred_at,
        available_at
    from {{ ref('int_inputs__survey_invitations') }}
    where not is_test

)

select
    concept,
    source,
    source_event_id,
    source_account_id,
    source_contact_id,
    email,
    cast(null as string) as contact_id,
    event_type,
    cast(null as string) as campaign_id,
    survey_id as content_id,
    cast(null as string) as title,
    cast(null as string) as machine_reason,
    occurred_at,
    available_at

from events
