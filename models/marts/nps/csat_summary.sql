-- Grain: one row per touchpoint and period. Only five-point answers are counted, 0-4 and 1-5 alike;
-- satisfaction answers on any other scale stand in other_scale_responses and nowhere else. Each
-- answer is one occasion: the same person counts again.
with answers as (

    select
        coalesce(touchpoint, '(unknown)') as touchpoint,
        case when {{ is_five_point('scale_min', 'scale_max') }} then 1 else 0 end as is_counted,
        case when score >= scale_max - 1 then 1 else 0 end as is_top2,
        score - scale_min + 1 as score_of_5,
        {{ local_date('responded_at') }} as answered_on

    from {{ ref('int_feedback__survey_responses') }}
    where is_valid and question_type = 'satisfaction'

),

by_period as (

    {{ in_periods('answers', 'answered_on') }}

),

counted as (

    select
        touchpoint,
        period_type,
        period_start,
        cast(sum(is_counted) as bigint) as responses,
        cast(sum(is_counted * is_top2) as bigint) as top2,
        cast(sum(1 - is_counted) as bigint) as other_scale_responses,
        avg(case when is_counted = 1 then score_of_5 end) as mean_score

    from by_period
    group by touchpoint, period_type, period_start

)

select
    touchpoint,
    period_type,
    {{ period_label('period_type', 'period_start') }} as period,
    period_start,
    responses,
    top2,
    {{ rate('top2', 'responses') }} as csat,
    {{ rounded(wilson_low('top2', 'responses')) }} as ci_low,
    {{ rounded(wilson_high('top2', 'responses')) }} as ci_high,
    {{ rounded('mean_score') }} as mean_score,
    responses < 30 as is_low_sample,
    other_scale_responses

from counted
