-- Promise: every valid recommend answer of a detractor has its row. The verdict follows from the
-- hours, the hours from the two times, and where there is no verdict nobody was in contact. A
-- contact before the answer, or a next answer that came no later, would break it.
with as_of as (

    select as_of_ends_at from {{ ref('int_inputs__as_of') }}

),

detractors as (

    select
        response_id,
        score
    from {{ ref('fct_survey_responses') }}
    where nps_group = 'detractor'

)

select
    coalesce(followup.response_id, detractors.response_id) as response_id,
    followup.answered_at,
    followup.first_contact_at,
    followup.hours,
    followup.within_48h,
    followup.next_answered_at

from {{ ref('feedback_followup') }} as followup
full outer join detractors
    on followup.response_id = detractors.response_id
cross join as_of
where
    followup.response_id is null
    or detractors.response_id is null
    or followup.score <> detractors.score
    or followup.hours < 0
    or (followup.hours is null) <> (followup.first_contact_at is null)
    or abs(
        followup.hours * 3600
        - {{ seconds_between('followup.answered_at', 'followup.first_contact_at') }}
    ) > 0.001
    or followup.first_contact_at >= as_of.as_of_ends_at
    or followup.within_48h <> coalesce(followup.hours <= 48, false)
    or (followup.within_48h is null and followup.first_contact_at is not null)
    or (
        followup.within_48h is null
        and coalesce(followup.contact_id, followup.account_id) is not null
        and {{ seconds_between('followup.answered_at', 'as_of.as_of_ends_at') }} >= 172800
    )
    or followup.next_answered_at <= followup.answered_at
    or (followup.next_score is null) <> (followup.next_answered_at is null)
    or followup.score_change <> followup.next_score - followup.score
