-- Grain: one row per account with satisfaction answers in both of two windows that end with the
-- as-of date: whether engagement falls while satisfaction stands still, or the reverse. Answers on
-- 5 points only, all touchpoints together; both windows have the same length.
{% set months = var('divergence_months') %}
with as_of as (

    select
        as_of_date,
        {{ month_start('as_of_date') }} as as_of_month
    from {{ ref('int_inputs__as_of') }}

),

answers as (

    select
        responses.account_id,
        responses.score - responses.scale_min + 1 as points,
        {{ local_date('responses.responded_at') }} as answered_on,
        as_of.as_of_date

    from {{ ref('int_feedback__survey_responses') }} as responses
    cross join as_of
    where
        responses.is_valid
        and responses.question_type = 'satisfaction'
        and responses.scale_max - responses.scale_min = 4
        and responses.account_id is not null
        and responses.responded_at is not null

),

windowed as (

    select
        account_id,
        points,
        answered_on > {{ add_months('as_of_date', -months) }} as is_recent

    from answers
    where
        answered_on > {{ add_months('as_of_date', -2 * months) }}
        and answered_on <= as_of_date

),

satisfaction as (

    select
        account_id,
        avg(case when is_recent then points end) as satisfaction_now,
        avg(case when not is_recent then points end) as satisfaction_before,
        sum(case when is_recent then 1 else 0 end) as responses_now,
        sum(case when not is_recent then 1 else 0 end) as responses_before

    from windowed
    group by account_id

),

compared as (

    select
        satisfaction.*,
        latest.engagement_score as engagement_now,
        earlier.engagement_score as engagement_before,
        {{ rounded('satisfaction.satisfaction_now - satisfaction.satisfaction_before') }}
            as satisfaction_change,
        {{ rounded('latest.engagement_score - earlier.engagement_score') }} as engagement_change,
        earlier.measured_on as from_date,
        as_of.as_of_date

    from satisfaction
    cross join as_of
    inner join {{ ref('int_feedback__account_quadrants') }} as latest
        on
            satisfaction.account_id = latest.account_id
            and as_of.as_of_date = latest.measured_on
    inner join {{ ref('int_feedback__account_quadrants') }} as earlier
        on
            satisfaction.account_id = earlier.account_id
            and {{ add_months('as_of.as_of_month', -months) }} = earlier.month
    where
        satisfaction.responses_now > 0
        and satisfaction.responses_before > 0
        and latest.engagement_score is not null
        and earlier.engagement_score is not null

)

select
    account_id,
    case
        when
            engagement_change <= -{{ var('divergence_engagement_points') }}
            and abs(satisfaction_change) < {{ var('divergence_satisfaction_points') }}
            then 'engagement_falls'
        when
            satisfaction_change <= -{{ var('divergence_satisfaction_points') }}
            and abs(engagement_change) < {{ var('divergence_engagement_points') }}
            then 'satisfaction_falls'
        else 'none'
    end as divergence,
    engagement_before,
    engagement_now,
    engagement_change,
    {{ rounded('satisfaction_before') }} as satisfaction_before,
    {{ rounded('satisfaction_now') }} as satisfaction_now,
    satisfaction_change,
    cast(responses_before as bigint) as responses_before,
    cast(responses_now as bigint) as responses_now,
    from_date,
    as_of_date

from compared
