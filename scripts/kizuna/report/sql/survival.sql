-- The survival curve of all customers, and those of the plans they began with.
select
    stratum,
    time_months,
    at_risk,
    churned,
    censored,
    survival,
    std_error,
    round(greatest(0, survival - 1.96 * std_error), 9) as ci_low,
    round(least(1, survival + 1.96 * std_error), 9) as ci_high

from marts.survival_curves
where stratum_type in ('all', 'plan')
order by stratum_type, stratum, time_months
