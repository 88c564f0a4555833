-- Promise: within a period, the answers of a segment type's segments are the answers of all. An
-- answer that falls between two segments, or into two, breaks it.
with counted as (

    select
        survey_type,
        period_type,
        period,
        segment_type,
        sum(responses) as responses,
        sum(promoters) as promoters,
        sum(detractors) as detractors

    from {{ ref('nps_summary') }}
    group by survey_type, period_type, period, segment_type

)

select
    segments.survey_type,
    segments.period_type,
    segments.period,
    segments.segment_type,
    segments.responses,
    everyone.responses as responses_of_all

from counted as segments
inner join counted as everyone
    on
        segments.survey_type = everyone.survey_type
        and segments.period_type = everyone.period_type
        and segments.period = everyone.period
where
    everyone.segment_type = 'all'
    and (
        segments.responses <> everyone.responses
        or segments.promoters <> everyone.promoters
        or segments.detractors <> everyone.detractors
    )
