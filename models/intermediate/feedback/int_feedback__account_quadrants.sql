-- Grain: one row per account and month end, or the as-of date, from its first published score on:
-- engagement against attitude.
with dates as (

    select
        history.account_id,
        history.as_of_date as measured_on,
        history.engagement_score,
        {{ month_start('history.as_of_date') }} as month

    from {{ ref('account_engagement_history') }} as history
    cross join {{ ref('int_inputs__as_of') }} as as_of
    where
        history.as_of_date
        = least({{ month_end(month_start('history.as_of_date')) }}, as_of.as_of_date)

)

select
    dates.account_id,
    dates.measured_on,
    dates.month,
    dates.engagement_score,
    means.mean_score,
    means.nps_band,
    {{ loyalty_quadrant('dates.engagement_score', 'means.mean_score') }} as quadrant

from dates
left join {{ ref('int_feedback__account_means') }} as means
    on
        dates.account_id = means.account_id
        and dates.measured_on = means.measured_on
