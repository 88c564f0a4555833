-- NPS of all answers so far by segment.
select
    survey_type,
    segment_type,
    segment,
    responses,
    nps,
    ci_low,
    ci_high,
    is_hidden,
    is_low_sample

from marts.nps_summary
where
    survey_type = 'relational'
    and period_type = 'all'
    and segment_type in ('engagement_rank', 'plan', 'company_size_band', 'industry')
order by segment_type asc, responses desc, segment asc
