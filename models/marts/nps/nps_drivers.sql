-- Grain: one row per survey type, segment and driver: how far the recommend score rises with it.
-- Association, not cause. Under 5 pairs nothing is shown but their number.
with correlations as (

    select
        correlations.*,
        n < 5 as is_hidden

    from {{ ref('int_feedback__driver_correlations') }} as correlations

)

select
    survey_type,
    segment_type,
    segment,
    driver,
    driver_type,
    cast(n as bigint) as n,
    case when not is_hidden then correlation end as correlation,
    case when not is_hidden then ci_low end as ci_low,
    case when not is_hidden then ci_high end as ci_high,
    n < 30 as is_low_sample,
    is_hidden

from correlations
