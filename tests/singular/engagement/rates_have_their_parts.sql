-- Promise: every published rate is its numerator over its denominator, and NULL where there is no
-- denominator. Months are sum over sum: a mean of the posts' rates would break it.
select
    platform,
    cast(month as string) as place,
    er_seed as published_rate,
    er_seed_numerator as numerator,
    er_seed_denominator as denominator

from {{ ref('sns_platform_monthly') }}
where
    abs(er_seed - er_seed_numerator / cast(er_seed_denominator as double)) > 1e-9
    or (coalesce(er_seed_denominator, 0) = 0 and er_seed is not null)

union all

select
    platform,
    post_id as place,
    er_native as published_rate,
    engagements as numerator,
    impressions as denominator

from {{ ref('sns_post_performance') }}
where
    abs(er_native - engagements / cast(impressions as double)) > 1e-9
    or (coalesce(impressions, 0) = 0 and er_native is not null)
