-- Promise: a correlation lies within its interval, both within [-1, 1]; what rests on fewer than 5
-- pairs shows nothing but their number; a shown correlation has its interval. It says nothing of
-- cause.
select
    survey_type,
    segment_type,
    segment,
    driver,
    n,
    correlation,
    ci_low,
    ci_high

from {{ ref('nps_drivers') }}
where
    n < 1
    or is_hidden <> (n < 5)
    or is_low_sample <> (n < 30)
    or (is_hidden and coalesce(correlation, ci_low, ci_high) is not null)
    or (correlation is null) <> (ci_low is null)
    or (correlation is null) <> (ci_high is null)
    or correlation not between ci_low and ci_high
    or ci_low < -1
    or ci_high > 1
