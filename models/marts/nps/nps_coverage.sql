-- Grain: one row per survey type and period in which somebody was invited or answered. People stand
-- in the period of their invitation, whenever they answered. Where none of a row's surveys has a
-- list of invitations nobody knows who kept silent: NULL, not 0.
with as_of as (

    select {{ month_start('as_of_date') }} as as_of_month
    from {{ ref('int_inputs__as_of') }}

),

invited_people as (

    select * from {{ ref('int_feedback__invited_people') }}

),

people as (

    select
        survey_type,
        period_type,
        period,
        count(distinct contact_id) as invited,
        count(distinct case when has_answered then contact_id end) as answered

    from invited_people
    group by survey_type, period_type, period

),

invited_accounts as (

    select
        invited_people.survey_type,
        invited_people.period_type,
        invited_people.period,
        invited_people.account_id,
        max(case when invited_people.has_answered then 1 else 0 end) as has_answered,
        max(
            case invited_people.period_type
                when 'survey_wave' then {{ month_start('surveys.last_invited_on') }}
                else
                    {{ last_month_of_period(
                        'invited_people.period_type', 'invited_people.period_start'
                    ) }}
            end
        ) as last_month

    from invited_people
    inner join {{ ref('int_feedback__surveys') }} as surveys
        on invited_people.survey_id = surveys.survey_id
    where invited_people.account_id is not null
    group by
        invited_people.survey_type,
        invited_people.period_type,
        invited_people.period,
        invited_people.account_id

),

valued_accounts as (

    select
        invited_accounts.*,
        least(coalesce(invited_accounts.last_month, as_of.as_of_month), as_of.as_of_month)
            as mrr_month

    from invited_accounts
    cross join as_of

),

-- No row of the account is no MRR, an amount without a rate is unknown.
accounts as (

    select
        valued_accounts.survey_type,
        valued_accounts.period_type,
        valued_accounts.period,
        count(*) as accounts_invited,
        sum(valued_accounts.has_answered) as accounts_answered,
        sum(
            case when valued_accounts.has_answered = 0 then coalesce(months.mrr, 0) else 0 end
        ) as silent_mrr,
        max(
            case
                when
                    valued_accounts.has_answered = 0
                    and months.account_id is not null
                    and months.mrr is null
                    then 1
                else 0
            end
        ) as has_unknown_mrr

    from valued_accounts
    left join {{ ref('int_revenue__reporting_months') }} as months
        on
            valued_accounts.account_id = months.account_id
            and valued_accounts.mrr_month = months.month
    group by
        valued_accounts.survey_type,
        valued_accounts.period_type,
        valued_accounts.period

),

ever_invited as (

    select distinct
        survey_id,
        contact_id

    from {{ ref('int_feedback__known_invitations') }}

),

answers as (

    select
        responses.response_id,
        responses.survey_type,
        responses.survey_id,
        responses.contact_id,
        {{ local_date('responses.responded_at') }} as answered_on,
        surveys.started_on,
        coalesce(surveys.has_list, false) as has_list,
        ever_invited.contact_id is not null as was_invited

    from {{ ref('int_feedback__survey_responses') }} as responses
    left join {{ ref('int_feedback__surveys') }} as surveys
        on responses.survey_id = surveys.survey_id
    left join ever_invited
        on
            responses.survey_id = ever_invited.survey_id
            and responses.contact_id = ever_invited.contact_id
    where responses.nps_group is not null

),

answers_by_period as (

    {{ in_periods('answers', 'answered_on') }}

    union all

    select
        answers.*,
        'survey_wave' as period_type,
        started_on as period_start
    from answers
    where survey_type = 'relational' and survey_id is not null

),

labelled_answers as (

    select
        answers_by_period.*,
        {{ period_label('period_type', 'period_start', 'survey_id') }} as period

    from answers_by_period

),

respondents as (

    select
        survey_type,
        period_type,
        period,
        max(case when has_list then 1 else 0 end) as has_list,
        count(distinct case when not has_list then coalesce(contact_id, response_id) end)
            as answered_without_list,
        count(distinct case when has_list and not was_invited then contact_id end)
            as answered_uninvited,
        count(case when has_list and contact_id is null then 1 end) as anonymous_answers

    from labelled_answers
    group by survey_type, period_type, period

),

periods as (

    select
        survey_type,
        period_type,
        period,
        period_start
    from invited_people
    union distinct
    select
        survey_type,
        period_type,
        period,
        period_start
    from labelled_answers

),

joined as (

    select
        periods.survey_type,
        periods.period_type,
        periods.period,
        periods.period_start,
        people.invited is not null or coalesce(respondents.has_list, 0) = 1 as has_list,
        coalesce(people.invited, 0) as invited,
        coalesce(people.answered, 0) as answered,
        coalesce(respondents.answered_without_list, 0) as answered_without_list,
        coalesce(respondents.answered_uninvited, 0) as answered_uninvited,
        coalesce(respondents.anonymous_answers, 0) as anonymous_answers,
        coalesce(accounts.accounts_invited, 0) as accounts_invited,
        coalesce(accounts.accounts_answered, 0) as accounts_answered,
        case
            when coalesce(accounts.has_unknown_mrr, 0) = 0 then coalesce(accounts.silent_mrr, 0)
        end as silent_mrr

    from periods
    left join people
        on
            periods.survey_type = people.survey_type
            and periods.period_type = people.period_type
            and periods.period = people.period
    left join accounts
        on
            periods.survey_type = accounts.survey_type
            and periods.period_type = accounts.period_type
            and periods.period = accounts.period
    left join respondents
        on
            periods.survey_type = respondents.survey_type
            and periods.period_type = respondents.period_type
            and periods.period = respondents.period

)

select
    survey_type,
    period_type,
    period,
    period_start,
    case when has_list then cast(invited as bigint) end as invited,
    cast(case when has_list then answered else answered_without_list end as bigint) as answered,
    case when has_list then {{ rate('answered', 'invited') }} end as response_rate,
    case when has_list then cast(answered_uninvited as bigint) end as answered_uninvited,
    case when has_list then cast(anonymous_answers as bigint) end as anonymous_answers,
    cast(answered_without_list as bigint) as answered_without_list,
    case when has_list then cast(invited - answered as bigint) end as silent_contacts,
    case when has_list then cast(accounts_invited as bigint) end as accounts_invited,
    case when has_list then cast(accounts_answered as bigint) end as accounts_answered,
    case when has_list then cast(accounts_invited - accounts_answered as bigint) end
        as silent_accounts,
    case when has_list then cast(silent_mrr as decimal(18, 2)) end as silent_mrr

from joined
