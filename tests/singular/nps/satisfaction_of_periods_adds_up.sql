-- Promise: months, quarters and fiscal years hold the same answers, and all of them those of the
-- answers' own table with a time. A period that loses answers at its turn breaks it.
with by_type as (

    select
        touchpoint,
        period_type,
        sum(responses) as responses,
        sum(top2) as top2,
        sum(other_scale_responses) as other_scale_responses

    from {{ ref('csat_summary') }}
    group by touchpoint, period_type

),

received as (

    select
        coalesce(touchpoint, '(unknown)') as touchpoint,
        count(*) as answers,
        count(responded_at) as timed_answers

    from {{ ref('int_feedback__survey_responses') }}
    where is_valid and question_type = 'satisfaction'
    group by coalesce(touchpoint, '(unknown)')

)

select
    by_type.touchpoint,
    by_type.period_type,
    by_type.responses,
    by_type.other_scale_responses,
    received.answers,
    received.timed_answers

from by_type
left join received
    on by_type.touchpoint = received.touchpoint
where
    by_type.responses + by_type.other_scale_responses
    <> case
        when by_type.period_type = 'all' then coalesce(received.answers, 0)
        else coalesce(received.timed_answers, 0)
    end
