-- Grain: one row per survey type, segment and driver, with the rank correlation however few the
-- pairs; the mart hides what is unreliable.
{% set segment_types = nps_segment_types() %}
{% set pairs = 'survey_type, segment_type, segment, driver' %}
with pairs as (

    select
        driver_values.*,
        {{ segment_types | join(',\n        ') }}

    from {{ ref('int_feedback__driver_values') }} as driver_values
    inner join {{ ref('int_feedback__respondents') }} as respondents
        on driver_values.response_id = respondents.response_id

),

by_segment as (

    select
        pairs.*,
        'all' as segment_type,
        'all' as segment
    from pairs
    {% for segment_type in segment_types %}
        union all
        select
            pairs.*,
            '{{ segment_type }}' as segment_type,
            {{ segment_type }} as segment
        from pairs
    {% endfor %}

),

ranked as (

    select
        survey_type,
        segment_type,
        segment,
        driver,
        driver_type,
        {{ centred_rank('score', pairs) }} as score_rank,
        {{ centred_rank('driver_value', pairs) }} as driver_rank

    from by_segment

),

correlated as (

    select
        survey_type,
        segment_type,
        segment,
        driver,
        driver_type,
        count(*) as n,
        {{ rank_correlation('score_rank', 'driver_rank') }} as correlation

    from ranked
    group by survey_type, segment_type, segment, driver, driver_type

)

select
    survey_type,
    segment_type,
    segment,
    driver,
    driver_type,
    n,
    {{ rounded('correlation') }} as correlation,
    {{ rounded(correlation_bound('correlation', 'n', '-')) }} as ci_low,
    {{ rounded(correlation_bound('correlation', 'n', '+')) }} as ci_high

from correlated
