-- Grain: one row per survey type, period and score from 0 to 10, also where nobody gave it. The
-- counts stand under few answers too, as in nps_summary; only scores made of them are hidden there.
with periods as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        count(*) as all_responses

    from {{ ref('int_feedback__nps_answers') }}
    group by survey_type, period_type, period_start, period_key

),

rows_shown as (

    select
        periods.*,
        {{ numbers_between('0', '10') }} as score
    from periods

),

counted as (

    select
        survey_type,
        period_type,
        period_start,
        period_key,
        cast(score as bigint) as score,
        count(*) as responses

    from {{ ref('int_feedback__nps_answers') }}
    group by survey_type, period_type, period_start, period_key, cast(score as bigint)

)

select
    rows_shown.survey_type,
    rows_shown.period_type,
    {{ period_label(
        'rows_shown.period_type', 'rows_shown.period_start', 'rows_shown.period_key'
    ) }} as period,
    cast(rows_shown.score as bigint) as score,
    rows_shown.period_start,
    {{ nps_group('rows_shown.score') }} as nps_group,
    cast(coalesce(counted.responses, 0) as bigint) as responses,
    cast(rows_shown.all_responses as bigint) as all_responses,
    {{ rate('coalesce(counted.responses, 0)', 'rows_shown.all_responses') }} as share_of_responses

from rows_shown
left join counted
    on
        rows_shown.survey_type = counted.survey_type
        and rows_shown.period_type = counted.period_type
        and coalesce(rows_shown.period_start, {{ no_day() }})
        = coalesce(counted.period_start, {{ no_day() }})
        and coalesce(rows_shown.period_key, '') = coalesce(counted.period_key, '')
        and rows_shown.score = counted.score
