-- Grain: one row per account with an answer in the 12 months to the as-of date.
select
    means.account_id,
    means.mean_score,
    means.nps_band,
    means.respondents,
    means.decision_maker_detractor,
    means.last_response_date,
    as_of.as_of_date

from {{ ref('int_feedback__account_means') }} as means
inner join {{ ref('int_inputs__as_of') }} as as_of
    on means.measured_on = as_of.as_of_date
