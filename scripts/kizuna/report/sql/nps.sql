-- NPS by quarter and of all time.
select
    survey_type,
    period_type,
    period,
    responses,
    promoters,
    passives,
    detractors,
    nps,
    ci_low,
    ci_high,
    is_hidden,
    is_low_sample,
    change,
    change_is_detectable

from marts.nps_summary
where
    segment_type = 'all'
    and period_type in ('quarter', 'all')
order by survey_type, period_type, period_start
