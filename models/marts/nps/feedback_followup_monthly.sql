-- Grain: one row per survey type and local month of the detractors' answers. An answer without a
-- time has no month.
with answers as (

    select
        followup.*,
        {{ month_start(local_date('followup.answered_at')) }} as month

    from {{ ref('feedback_followup') }} as followup
    where followup.answered_at is not null

),

counted as (

    select
        survey_type,
        month,
        count(*) as detractor_answers,
        count(within_48h) as judged,
        count(case when within_48h then 1 end) as contacted_within_48h,
        count(first_contact_at) as contacted,
        count(next_answered_at) as resurveyed,
        avg(score_change) as mean_score_change

    from answers
    group by survey_type, month

)

select
    survey_type,
    month,
    cast(detractor_answers as bigint) as detractor_answers,
    cast(judged as bigint) as judged,
    cast(contacted_within_48h as bigint) as contacted_within_48h,
    cast(contacted as bigint) as contacted,
    {{ rate('contacted_within_48h', 'judged') }} as share_within_48h,
    cast(resurveyed as bigint) as resurveyed,
    {{ rounded('mean_score_change') }} as mean_score_change

from counted
