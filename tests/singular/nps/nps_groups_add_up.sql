-- Promise: promoters + passives + detractors = responses, a shown score lies inside its interval
-- and the interval inside [-100, 100], and a row is hidden for few answers only and then shows
-- nothing. With a single answer the adjusted interval misses the score by 1.5; such a row is
-- always hidden.
select
    survey_type,
    period_type,
    period,
    segment_type,
    segment,
    responses,
    nps,
    ci_low,
    ci_high

from {{ ref('nps_summary') }}
where
    promoters + passives + detractors <> responses
    or is_hidden <> (responses < 5)
    or (is_hidden and coalesce(nps, ci_low, ci_high, mean_score, change) is not null)
    or (
        not is_hidden
        and (nps is null or nps < ci_low or nps > ci_high or ci_low < -100 or ci_high > 100)
    )
