-- Grain: one row per survey type, period and segment, with score and interval however few the
-- answers; the mart hides what is unreliable.
with scored as (

    select
        counts.*,
        {{ nps('promoters', 'detractors', 'responses') }} as nps,
        {{ nps_centre('promoters', 'detractors', 'responses') }} as centre,
        {{ nps_standard_error('promoters', 'detractors', 'responses') }} as standard_error

    from {{ ref('int_feedback__nps_counts') }} as counts

)

select
    survey_type,
    period_type,
    period_start,
    period_key,
    segment_type,
    segment,
    cast(responses as bigint) as responses,
    cast(promoters as bigint) as promoters,
    cast(passives as bigint) as passives,
    cast(detractors as bigint) as detractors,
    cast(nps as double) as nps,
    cast(greatest(-100, centre - 1.96 * standard_error) as double) as ci_low,
    cast(least(100, centre + 1.96 * standard_error) as double) as ci_high,
    cast(standard_error as double) as standard_error,
    cast(mean_score as double) as mean_score

from scored
