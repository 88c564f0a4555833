-- Grain: one row per counted answer and period: of one contact, survey type and period the latest
-- (ties: highest response id); an answer without a contact stands alone. Answers without a time are
-- in no month, quarter or year. A wave is one relational survey, whoever sent it; it begins with
-- its first invitation or answer and is named by its survey (period_key).
with answers as (

    select
        response_id,
        survey_id,
        contact_id,
        account_id,
        survey_type,
        score,
        nps_group,
        responded_at,
        {{ local_date('responded_at') }} as answered_on

    from {{ ref('int_feedback__survey_responses') }}
    where nps_group is not null

),

by_period as (

    select
        answers.*,
        'all' as period_type,
        cast(null as date) as period_start,
        cast(null as string) as period_key
    from answers

    union all

    select
        answers.*,
        'month' as period_type,
        {{ month_start('answered_on') }} as period_start,
        cast(null as string) as period_key
    from answers
    where answered_on is not null

    union all

    select
        answers.*,
        'quarter' as period_type,
        {{ fiscal_start('answered_on', 3) }} as period_start,
        cast(null as string) as period_key
    from answers
    where answered_on is not null

    union all

    select
        answers.*,
        'fiscal_year' as period_type,
        {{ fiscal_start('answered_on', 12) }} as period_start,
        cast(null as string) as period_key
    from answers
    where answered_on is not null

    union all

    select
        answers.*,
        'survey_wave' as period_type,
        surveys.started_on as period_start,
        answers.survey_id as period_key
    from answers
    inner join {{ ref('int_feedback__surveys') }} as surveys
        on answers.survey_id = surveys.survey_id
    where answers.survey_type = 'relational'

),

ranked as (

    select
        by_period.*,
        row_number() over (
            partition by
                period_type,
                period_start,
                period_key,
                survey_type,
                coalesce(contact_id, response_id)
            order by coalesce(responded_at, cast('0001-01-01' as timestamp)) desc, response_id desc
        ) as latest_first

    from by_period

)

select
    period_type,
    period_start,
    period_key,
    survey_type,
    response_id,
    contact_id,
    account_id,
    score,
    nps_group,
    responded_at

from ranked
where latest_first = 1
