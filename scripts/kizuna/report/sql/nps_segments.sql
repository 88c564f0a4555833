-- NPS of all answers so far by segment. A score of under five answers is hidden by the mart.
select
    survey_type,
    segment_type,
    segment,
    responses,
    case when not is_hidden then nps end as nps,
    case when not is_hidden then ci_low end as ci_low,
    case when not is_hidden then ci_high end as ci_high,
    is_hidden,
    is_low_sample

from marts.nps_summary
where
    survey_type = 'relational'
    and period_type = 'all'
    and segment_type in ('engagement_rank', 'plan', 'company_size_band', 'industry')
order by segment_type, responses desc, segment
