-- Promise: the scores 0 to 10 of each period are there once, and add up to the promoters, passives
-- and detractors of nps_summary.
with added as (

    select
        survey_type,
        period_type,
        period,
        count(*) as scores,
        sum(case when nps_group = 'promoter' then responses else 0 end) as promoters,
        sum(case when nps_group = 'passive' then responses else 0 end) as passives,
        sum(case when nps_group = 'detractor' then responses else 0 end) as detractors,
        sum(share_of_responses) as share_of_responses

    from {{ ref('nps_distribution') }}
    group by survey_type, period_type, period

)

select
    everyone.survey_type,
    everyone.period_type,
    everyone.period,
    everyone.responses,
    added.scores,
    added.share_of_responses

from {{ ref('nps_summary') }} as everyone
left join added
    on
        everyone.survey_type = added.survey_type
        and everyone.period_type = added.period_type
        and everyone.period = added.period
where
    everyone.segment_type = 'all'
    and (
        added.scores is null
        or added.scores <> 11
        or added.promoters <> everyone.promoters
        or added.passives <> everyone.passives
        or added.detractors <> everyone.detractors
        or abs(added.share_of_responses - 1) > 1e-6
    )
