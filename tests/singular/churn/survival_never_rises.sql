-- Promise: a survival curve begins with all its customers at 1, never rises, and every customer at
-- risk is accounted for: who churned or was last seen at one time is not at risk at the next. It
-- does not check the errors. Equal means within 1e-9.
with curves as (

    select
        curves.*,
        lag(survival) over (curve) as survival_before,
        lag(at_risk - churned - censored) over (curve) as left_before,
        lead(time_months) over (curve) as next_time,
        row_number() over (curve) as place

    from {{ ref('survival_curves') }} as curves
    window curve as (partition by stratum_type, stratum order by time_months)

)

select
    stratum_type,
    stratum,
    time_months,
    at_risk,
    churned,
    censored,
    left_before,
    survival,
    survival_before

from curves
where
    survival < 0
    or survival > 1
    or survival > survival_before + 1e-9
    or at_risk <> left_before
    or (place = 1 and (time_months <> 0 or survival <> 1))
    or (next_time is null and at_risk <> churned + censored)
