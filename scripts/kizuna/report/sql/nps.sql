-- NPS by quarter and of all time. A score of under five answers is hidden by the mart.
select
    survey_type,
    period_type,
    period,
    responses,
    promoters,
    passives,
    detractors,
    case when not is_hidden then nps end as nps,
    case when not is_hidden then ci_low end as ci_low,
    case when not is_hidden then ci_high end as ci_high,
    is_hidden,
    is_low_sample,
    case when not is_hidden then change end as change,
    change_is_detectable

from marts.nps_summary
where
    segment_type = 'all'
    and period_type in ('quarter', 'all')
order by survey_type, period_type, period_start
