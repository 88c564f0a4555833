-- Promise: CSAT is a share that lies within its interval, the interval within [0, 1], the mean
-- within the five boxes; a row without a five-point answer shows no figure, but says how many
-- others there are. It does not check which answers are of five points.
select
    touchpoint,
    period_type,
    period,
    responses,
    top2,
    csat,
    ci_low,
    ci_high,
    mean_score

from {{ ref('csat_summary') }}
where
    top2 < 0
    or top2 > responses
    or responses + other_scale_responses = 0
    or (responses = 0) <> (csat is null)
    or (responses = 0) <> (mean_score is null)
    or (csat is null) <> (ci_low is null)
    or (csat is null) <> (ci_high is null)
    or csat not between ci_low and ci_high
    or ci_low < 0
    or ci_high > 1
    or mean_score not between 1 and 5
    or is_low_sample <> (responses < 30)
