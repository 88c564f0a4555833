-- Grain: one row per survey type, period and segment. Under 5 answers the score is hidden as
-- unreliable (the counts stay: this is no anonymity), under 30 it is flagged. A change is against
-- the period just before, of a wave against the wave before, and detectable only beyond 1.96
-- standard errors.
with numbered as (

    select
        scores.*,
        dense_rank() over (
            partition by survey_type, period_type
            order by period_start asc nulls last, period_key asc
        ) as place,
        case period_type when 'month' then 1 when 'quarter' then 3 else 12 end as months_per_period

    from {{ ref('int_feedback__nps_scores') }} as scores

),

scores as (

    select
        numbered.*,
        lag(nps) over (series) as previous_nps,
        lag(standard_error) over (series) as previous_standard_error,
        lag(responses) over (series) as previous_responses,
        lag(period_start) over (series) as previous_period_start,
        lag(place) over (series) as previous_place

    from numbered
    window series as (
        partition by survey_type, period_type, segment_type, segment order by place
    )

),

compared as (

    select
        scores.*,
        responses < 5 as is_hidden,
        case
            when
                responses >= 5
                and previous_responses >= 5
                and case period_type
                    when 'survey_wave' then previous_place = place - 1
                    else
                        {{ add_months('previous_period_start', 'months_per_period') }}
                        = period_start
                end
                then nps - previous_nps
        end as change

    from scores

)

select
    survey_type,
    period_type,
    {{ period_label('period_type', 'period_start', 'period_key') }} as period,
    segment_type,
    segment,
    period_start,
    responses,
    promoters,
    passives,
    detractors,
    case when not is_hidden then {{ rounded('nps') }} end as nps,
    case when not is_hidden then {{ rounded('ci_low') }} end as ci_low,
    case when not is_hidden then {{ rounded('ci_high') }} end as ci_high,
    case when not is_hidden then {{ rounded('mean_score') }} end as mean_score,
    is_hidden,
    responses < 30 as is_low_sample,
    {{ rounded('change') }} as change,
    abs(change)
    / nullif(sqrt(power(standard_error, 2) + power(previous_standard_error, 2)), 0) >= 1.96
        as change_is_detectable

from compared
