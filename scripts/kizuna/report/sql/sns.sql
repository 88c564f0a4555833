-- Engagement rates of the platforms, each with its own denominator, never added up.
select
    platform,
    strftime(month, '%Y-%m') as month,
    posts,
    impressions,
    er_seed,
    er_seed_numerator,
    er_seed_denominator,
    er_native

from marts.sns_platform_monthly
where month > date_trunc('month', getvariable('as_of')) - interval 12 month
order by platform, month
