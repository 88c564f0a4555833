-- The stored score of an account (variable `account_id`) on a date (variable `wanted_date`), else
-- on the last stored date before. Without a wanted date, the latest.
select
    as_of_date,
    engagement_score,
    depth_score,
    breadth_score,
    recency_score,
    rank,
    status,
    trend_28d,
    trend_z,
    reciprocity_90d,
    negative_points,
    model_version

from marts.account_engagement_history
where
    account_id = getvariable('account_id')
    and as_of_date <= coalesce(getvariable('wanted_date'), as_of_date)
order by as_of_date desc
limit 1
