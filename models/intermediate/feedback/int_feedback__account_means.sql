-- Grain: one row per account and month end, or the as-of date, with an answer in the 12 months
-- before: what those who still are with the account last said, by the weight of their role on that
-- day. Links and roles are those now known to have been true then.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

answers as (

    select
        responses.response_id,
        responses.contact_id,
        responses.account_id,
        responses.score,
        responses.responded_at,
        {{ local_date('responses.responded_at') }} as answered_on,
        employers.account_id as employer_then,
        as_of.as_of_date

    from {{ ref('int_feedback__survey_responses') }} as responses
    cross join as_of
    {{ join_employers('responses.contact_id', 'responses.responded_at') }}
    where
        responses.nps_group is not null
        and responses.survey_type = '{{ var("account_nps_survey_type") }}'
        and responses.account_id is not null
        and responses.responded_at is not null

),

-- Each answer speaks at up to 13 month ends: it is 12 months old on the day before the same day of
-- the next year.
answer_months as (

    select
        answers.*,
        {{ months_between(
            month_start('answered_on'),
            'least(' ~ month_start('as_of_date') ~ ', '
            ~ add_months(month_start('answered_on'), 12) ~ ')'
        ) }} as month

    from answers

),

measured as (

    select
        answer_months.*,
        least({{ month_end('month') }}, as_of_date) as measured_on

    from answer_months

),

placed as (

    select
        measured.*,
        {{ day_start_utc(add_days('measured_on', 1)) }} as measured_until,
        row_number() over (
            partition by account_id, measured_on, coalesce(contact_id, response_id)
            order by responded_at desc, response_id desc
        ) as latest_first

    from measured
    where
        answered_on <= measured_on
        and answered_on > {{ add_months('measured_on', -12) }}

),

speaking as (

    select
        placed.account_id,
        placed.measured_on,
        placed.contact_id,
        placed.score,
        placed.answered_on,
        weights.weight,
        coalesce(roles.is_decision_maker, false) as is_decision_maker

    from placed
    {{ join_employers('placed.contact_id', 'placed.measured_until') }}
    {{ join_roles('placed.contact_id', 'placed.measured_until') }}
    left join {{ ref('int_feedback__role_groups') }} as weights
        on coalesce(roles.role, '') = weights.role_title
    where
        placed.latest_first = 1
        and not coalesce(
            placed.employer_then = placed.account_id
            and employers.account_id <> placed.account_id,
            false
        )

),

averaged as (

    select
        account_id,
        measured_on,
        {{ rounded('sum(weight * score) / sum(weight)') }} as mean_score,
        count(*) as respondents,
        max(case when is_decision_maker and score <= 6 then 1 else 0 end) = 1
            as decision_maker_detractor,
        max(answered_on) as last_response_date

    from speaking
    group by account_id, measured_on

)

select
    account_id,
    measured_on,
    mean_score,
    {{ nps_group('mean_score') }} as nps_band,
    cast(respondents as bigint) as respondents,
    decision_maker_detractor,
    last_response_date

from averaged
