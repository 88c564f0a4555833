-- What goes along with recommending, over all answers; what goes along most comes first.
select
    survey_type,
    driver_type,
    driver,
    n,
    correlation,
    ci_low as correlation_low,
    ci_high as correlation_high,
    is_low_sample,
    is_hidden

from marts.nps_drivers
where segment_type = 'all'
order by survey_type asc, correlation desc nulls last, driver asc
