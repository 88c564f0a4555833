-- Satisfaction by touchpoint: the quarters of two years, and of all time. Under five answers a
-- figure is no figure, as with NPS.
select
    touchpoint,
    period_type,
    period,
    responses,
    top2,
    csat,
    ci_low as csat_low,
    ci_high as csat_high,
    mean_score,
    is_low_sample,
    other_scale_responses,
    responses < 5 as is_hidden

from marts.csat_summary
where
    period_type = 'all'
    or (
        period_type = 'quarter'
        and period_start > date_trunc('month', getvariable('as_of')) - interval 24 month
    )
order by touchpoint asc, period_type desc, period_start asc
