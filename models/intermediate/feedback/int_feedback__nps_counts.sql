-- Grain: one row per survey type, period and segment.
{% set segment_types = nps_segment_types() %}
with answers as (

    select
        answers.*,
        {{ segment_types | join(',\n        ') }}

    from {{ ref('int_feedback__nps_answers') }} as answers
    inner join {{ ref('int_feedback__respondents') }} as respondents
        on answers.response_id = respondents.response_id

),

by_segment as (

    select
        answers.*,
        'all' as segment_type,
        'all' as segment
    from answers
    {% for segment_type in segment_types %}
        union all
        select
            answers.*,
            '{{ segment_type }}' as segment_type,
            {{ segment_type }} as segment
        from answers
    {% endfor %}

),

counted as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        segment_type,
        segment,
        count(*) as responses,
        sum(case when nps_group = 'promoter' then 1 else 0 end) as promoters,
        sum(case when nps_group = 'passive' then 1 else 0 end) as passives,
        sum(case when nps_group = 'detractor' then 1 else 0 end) as detractors,
        avg(score) as mean_score

    from by_segment
    group by survey_type, period_type, period_start, period_key, segment_type, segment

)

select
    survey_type,
    period_type,
    period_start,
    period_key,
    segment_type,
    segment,
    responses,
    promoters,
    passives,
    detractors,
    mean_score

from counted
