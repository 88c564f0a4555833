-- All recommend answers by score.
select
    survey_type,
    score,
    nps_group,
    responses,
    all_responses,
    share_of_responses

from marts.nps_distribution
where period_type = 'all'
order by survey_type, score
