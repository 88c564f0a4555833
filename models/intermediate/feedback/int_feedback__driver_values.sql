-- Grain: one row per person's latest recommend answer and driver: what else the person answered on
-- the same form, and what the account of that time did before the day of the answer. Of a question
-- that was asked on several scales only the most used one counts: scales are never mixed. Who did
-- nothing has 0, who had no score has no row.
{% set window_days = 90 %}
with answers as (

    select
        counted.response_id,
        counted.survey_type,
        counted.account_id,
        counted.score,
        {{ local_date('counted.responded_at') }} as answered_on,
        responses.questionnaire_id

    from {{ ref('int_feedback__nps_answers') }} as counted
    inner join {{ ref('int_feedback__survey_responses') }} as responses
        on counted.response_id = responses.response_id
    where counted.period_type = 'all'

),

other_answers as (

    select
        answers.response_id,
        answers.survey_type,
        answers.score,
        beside.question_id,
        beside.question_type,
        beside.scale_min,
        beside.scale_max,
        beside.score as driver_value,
        row_number() over (
            partition by answers.response_id, beside.question_id
            order by
                coalesce(beside.responded_at, cast('0001-01-01' as timestamp)) desc,
                beside.response_id desc
        ) as latest_first

    from answers
    inner join {{ ref('int_feedback__survey_responses') }} as beside
        on answers.questionnaire_id = beside.questionnaire_id
    where
        answers.response_id <> beside.response_id
        and beside.is_valid
        and beside.question_id is not null

),

on_scales as (

    select
        other_answers.*,
        count(*) over (
            partition by survey_type, question_id, question_type, scale_min, scale_max
        ) as answers_on_scale

    from other_answers
    where latest_first = 1

),

ranked_scales as (

    select
        on_scales.*,
        dense_rank() over (
            partition by survey_type, question_id
            order by
                answers_on_scale desc,
                question_type asc,
                scale_max desc nulls last,
                scale_min desc nulls last
        ) as scale_rank

    from on_scales

),

events as (

    select
        account_id,
        event_date,
        channel,
        event_type

    from {{ ref('int_activity__engagement_events') }}
    where
        account_id is not null
        and not is_machine
        and direction in ('inbound', 'two_way')
        and valence >= 0

),

daily as (

    select
        account_id,
        event_date,
        'events_' || channel as driver,
        count(*) as events
    from events
    group by account_id, event_date, channel

    union all

    select
        account_id,
        event_date,
        'tickets_opened' as driver,
        count(*) as events
    from events
    where event_type = 'ticket_opened'
    group by account_id, event_date

),

drivers as (

    select distinct driver from daily

),

counted_events as (

    select
        answers.response_id,
        daily.driver,
        sum(daily.events) as events

    from answers
    inner join daily on answers.account_id = daily.account_id
    where
        daily.event_date < answers.answered_on
        and daily.event_date >= {{ add_days('answers.answered_on', -window_days) }}
    group by answers.response_id, daily.driver

)

select
    response_id,
    survey_type,
    score,
    'answer' as driver_type,
    'answer_' || question_id as driver,
    cast(driver_value as double) as driver_value
from ranked_scales
where scale_rank = 1

union all

select
    answers.response_id,
    answers.survey_type,
    answers.score,
    'behaviour' as driver_type,
    drivers.driver,
    cast(coalesce(counted_events.events, 0) as double) as driver_value
from answers
cross join drivers
left join counted_events
    on
        answers.response_id = counted_events.response_id
        and drivers.driver = counted_events.driver
where answers.account_id is not null and answers.answered_on is not null

union all

select
    answers.response_id,
    answers.survey_type,
    answers.score,
    'behaviour' as driver_type,
    'engagement_score' as driver,
    history.engagement_score as driver_value
from answers
inner join {{ ref('account_engagement_history') }} as history
    on
        answers.account_id = history.account_id
        and {{ add_days(month_start('answers.answered_on'), -1) }} = history.as_of_date
where history.engagement_score is not null
