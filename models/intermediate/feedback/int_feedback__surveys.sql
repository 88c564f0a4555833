-- Grain: one row per survey that somebody was invited to or answered, whichever tools sent and
-- collected it. asks_recommend is false where its questions are known, from the catalogue or from
-- answers, and none of them is a recommend question; of an unknown survey it is true.
with invited as (

    select
        survey_id,
        min(invited_on) as first_invited_on,
        max(invited_on) as last_invited_on

    from {{ ref('int_feedback__known_invitations') }}
    group by survey_id

),

answered as (

    select
        survey_id,
        min(case when nps_group is not null then {{ local_date('responded_at') }} end)
            as first_answered_on

    from {{ ref('int_feedback__survey_responses') }}
    where
        survey_id is not null
        and coalesce(invalid_reason, 'none') not in ('test', 'staff')
    group by survey_id

),

questions as (

    select
        survey_id,
        question_type
    from {{ ref('int_feedback__survey_responses') }}
    where survey_id is not null

    union all

    select
        survey_id,
        question_type
    from {{ ref('int_inputs__survey_questions') }}

),

asked as (

    select
        survey_id,
        max(case when question_type = 'recommend' then 1 else 0 end) as asks_recommend

    from questions
    group by survey_id

),

named as (

    select survey_id from invited
    union distinct
    select survey_id from answered

)

select
    named.survey_id,
    invited.survey_id is not null as has_list,
    coalesce(asked.asks_recommend, 1) = 1 as asks_recommend,
    invited.first_invited_on,
    invited.last_invited_on,
    least(
        coalesce(answered.first_answered_on, invited.first_invited_on),
        coalesce(invited.first_invited_on, answered.first_answered_on)
    ) as started_on

from named
left join invited on named.survey_id = invited.survey_id
left join answered on named.survey_id = answered.survey_id
left join asked on named.survey_id = asked.survey_id
