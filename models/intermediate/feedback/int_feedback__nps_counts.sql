-- Grain: one row per survey type, period and segment. A contact's segments are those of its
-- account.
{% set segment_types = ['industry', 'company_size_band', 'region'] %}
with answers as (

    select
        answers.*,
        coalesce(accounts.industry, '(unknown)') as industry,
        coalesce(accounts.company_size_band, '(unknown)') as company_size_band,
        coalesce(accounts.region, '(unknown)') as region

    from {{ ref('int_feedback__nps_answers') }} as answers
    left join {{ ref('int_identity__accounts') }} as accounts
        on answers.account_id = accounts.account_id

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
        segment_type,
        segment,
        count(*) as responses,
        sum(case when nps_group = 'promoter' then 1 else 0 end) as promoters,
        sum(case when nps_group = 'passive' then 1 else 0 end) as passives,
        sum(case when nps_group = 'detractor' then 1 else 0 end) as detractors,
        avg(score) as mean_score

    from by_segment
    group by survey_type, period_type, period_start, segment_type, segment

)

select
    survey_type,
    period_type,
    period_start,
    segment_type,
    segment,
    responses,
    promoters,
    passives,
    detractors,
    mean_score

from counted
