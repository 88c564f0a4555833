-- Grain: one row per account: the first rule of approach_rules, by priority, whose conditions all
-- hold, with whom to approach, how, by when and why. An answer that is owed is no pressure: only a
-- rule that rests on an open question ignores the caps. call_priority orders the calls of today.
{% set shown = 5 %}
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

last_contacts as (

    select
        account_id,
        max(contact_date) as last_contact_date

    from {{ ref('int_pressure__completed_contacts') }}
    where account_id is not null
    group by account_id

),

questions as (

    select
        account_id,
        count(*) as open_questions,
        min(asked_date) as oldest_question_date

    from {{ ref('int_pressure__open_questions') }}
    where account_id is not null
    group by account_id

),

-- Whoever pays by the month or less renews all the time: no reason to call.
renewals as (

    select
        account_id,
        min(renewal_date) as renewal_date

    from {{ ref('fct_subscriptions') }}
    where ends_on is not null or term_months >= 3
    group by account_id

),

facts as (

    select
        accounts.account_id,
        history.engagement_score,
        history.trend_28d,
        history.status,
        coalesce(questions.open_questions, 0) as open_questions,
        questions.oldest_question_date,
        last_contacts.last_contact_date,
        {{ days_from('last_contacts.last_contact_date', 'as_of.as_of_date') }} as contact_days,
        {{ days_from('questions.oldest_question_date', 'as_of.as_of_date') }} as question_days,
        renewals.renewal_date,
        {{ days_from('as_of.as_of_date', 'renewals.renewal_date') }} as renewal_days,
        nps.nps_band,
        nps.mean_score as nps_mean_score,
        nps.last_response_date,
        as_of.as_of_date

    from {{ ref('int_identity__accounts') }} as accounts
    cross join as_of
    left join {{ ref('account_engagement_history') }} as history
        on
            accounts.account_id = history.account_id
            and as_of.as_of_date = history.as_of_date
    left join last_contacts on accounts.account_id = last_contacts.account_id
    left join questions on accounts.account_id = questions.account_id
    left join renewals on accounts.account_id = renewals.account_id
    left join {{ ref('account_nps') }} as nps on accounts.account_id = nps.account_id

),

coloured as (

    select
        facts.*,
        case
            when contact_days is null then 'white'
            when contact_days <= 7 then 'blue'
            when contact_days <= 31 then 'yellow'
            else 'red'
        end as approach_colour

    from facts

),

rule_versions as (

    select
        rules.*,
        row_number() over (
            partition by rules.priority order by rules.valid_from desc
        ) as version_rank

    from {{ ref('approach_rules') }} as rules
    cross join as_of
    where rules.valid_from <= as_of.as_of_date

),

matched as (

    select
        coloured.*,
        rules.reason_code,
        rules.reason_ja,
        rules.reason_en,
        rules.based_on,
        rules.due_days,
        -- A rule that asks nothing: no more speaks for this contact than the time that has passed.
        coalesce(
            rules.status,
            rules.approach_colour,
            rules.nps_band,
            cast(rules.score_from as string),
            cast(rules.score_below as string),
            cast(rules.trend_from as string),
            cast(rules.trend_below as string),
            cast(rules.stale_days as string),
            cast(rules.min_open_questions as string),
            cast(rules.renewal_within_days as string)
        ) is null as is_regular,
        row_number() over (
            partition by coloured.account_id order by rules.priority
        ) as place

    from coloured
    cross join rule_versions as rules
    where
        rules.version_rank = 1
        and (rules.status is null or rules.status = coloured.status)
        and (rules.score_from is null or coloured.engagement_score >= rules.score_from)
        and (rules.score_below is null or coloured.engagement_score < rules.score_below)
        and (rules.trend_from is null or coloured.trend_28d >= rules.trend_from)
        and (rules.trend_below is null or coloured.trend_28d < rules.trend_below)
        and (rules.approach_colour is null or rules.approach_colour = coloured.approach_colour)
        -- Who was never contacted has waited longer than any number of days.
        and (
            rules.stale_days is null
            or coalesce(coloured.contact_days >= rules.stale_days, true)
        )
        and (
            rules.min_open_questions is null
            or coloured.open_questions >= rules.min_open_questions
        )
        and (
            rules.renewal_within_days is null
            or coloured.renewal_days <= rules.renewal_within_days
        )
        and (rules.nps_band is null or rules.nps_band = coloured.nps_band)

),

chosen as (

    select
        matched.*,
        based_on = 'open_question' as is_answer,
        greatest(
            as_of_date,
            {{ add_days(
                "case based_on when 'open_question' then coalesce(oldest_question_date, as_of_date) "
                ~ "when 'renewal' then coalesce(renewal_date, as_of_date) "
                ~ "when 'last_contact' then coalesce(last_contact_date, as_of_date) "
                ~ "when 'answer' then coalesce(last_response_date, as_of_date) "
                ~ "else as_of_date end",
                'due_days'
            ) }}
        ) as rule_due_date

    from matched
    where place = 1

),

-- Answers to the recommend question that agree with the account's band, of its last 12 months.
answers as (

    select
        responses.response_id,
        responses.contact_id,
        responses.account_id,
        responses.responded_at

    from {{ ref('int_feedback__survey_responses') }} as responses
    inner join {{ ref('account_nps') }} as nps
        on
            responses.account_id = nps.account_id
            and responses.nps_group = nps.nps_band
    where
        responses.survey_type = '{{ var("account_nps_survey_type") }}'
        and {{ local_date('responses.responded_at') }} <= nps.as_of_date
        and {{ local_date('responses.responded_at') }} > {{ add_months('nps.as_of_date', -12) }}

),

-- Whom a rule is about: who asked first, or who answered last.
concerned as (

    select
        contact_id,
        account_id,
        'open_question' as based_on,
        row_number() over (
            partition by account_id order by min(occurred_at), contact_id
        ) as turn

    from {{ ref('int_pressure__open_questions') }}
    where contact_id is not null
    group by contact_id, account_id

    union all

    select
        contact_id,
        account_id,
        'answer' as based_on,
        row_number() over (
            partition by account_id order by max(responded_at) desc, contact_id
        ) as turn

    from answers
    where contact_id is not null
    group by contact_id, account_id

),

-- Whom the rule is about; else who can be approached by the due date and has reacted most.
candidates as (

    select
        chosen.account_id,
        contacts.contact_id,
        contacts.channel,
        pressure.suppress_until,
        row_number() over (
            partition by chosen.account_id
            order by
                concerned.turn asc nulls last,
                case when pressure.suppress_until <= chosen.rule_due_date then 0 else 1 end asc,
                contacts.reactions_180d desc,
                case when contacts.is_decision_maker then 0 else 1 end asc,
                contacts.last_reaction_date desc nulls last,
                contacts.contact_id asc
        ) as place

    from chosen
    inner join {{ ref('int_pressure__contact_channels') }} as contacts
        on chosen.account_id = contacts.account_id
    inner join {{ ref('contact_pressure') }} as pressure
        on contacts.contact_id = pressure.contact_id
    left join concerned
        on
            contacts.contact_id = concerned.contact_id
            and contacts.account_id = concerned.account_id
            and chosen.based_on = concerned.based_on

),

possible_evidence as (

    select
        account_id,
        'open_question' as based_on,
        event_id,
        row_number() over (partition by account_id order by occurred_at, event_id) as place
    from {{ ref('int_pressure__open_questions') }}
    where account_id is not null

    union all

    select
        account_id,
        'last_contact' as based_on,
        event_id,
        row_number() over (
            partition by account_id order by occurred_at desc, event_id desc
        ) as place
    from {{ ref('int_pressure__completed_contacts') }}
    where account_id is not null

    union all

    select
        account_id,
        'answer' as based_on,
        response_id as event_id,
        row_number() over (
            partition by account_id order by responded_at desc, response_id desc
        ) as place
    from answers

    union all

    select
        account_id,
        'engagement' as based_on,
        event_id,
        row_number() over (
            partition by account_id order by occurred_at desc, event_id desc
        ) as place
    from {{ ref('int_activity__engagement_events') }}
    where
        account_id is not null
        and direction in ('inbound', 'two_way')
        and not is_machine
        and depth >= 2

    union all

    select
        account_id,
        'renewal' as based_on,
        subscription_id as event_id,
        row_number() over (
            partition by account_id order by renewal_date, source, subscription_id
        ) as place
    from {{ ref('fct_subscriptions') }}
    where renewal_date is not null and (ends_on is not null or term_months >= 3)

),

evidence as (

    select
        chosen.account_id,
        {{ json_array_of('possible_evidence.event_id', 'possible_evidence.place') }} as event_ids

    from chosen
    inner join possible_evidence
        on
            chosen.account_id = possible_evidence.account_id
            and chosen.based_on = possible_evidence.based_on
    where possible_evidence.place <= {{ shown }}
    group by chosen.account_id

),

approaches as (

    select
        chosen.account_id,
        chosen.reason_code,
        {{ filled_reason('chosen.reason_ja', 'chosen', 'ja') }} as reason,
        {{ filled_reason('chosen.reason_en', 'chosen', 'en') }} as reason_en,
        case
            when chosen.is_answer then chosen.rule_due_date
            else
                greatest(
                    chosen.rule_due_date, coalesce(candidates.suppress_until, chosen.rule_due_date)
                )
        end as due_date,
        candidates.channel,
        candidates.contact_id,
        not chosen.is_answer and coalesce(candidates.suppress_until > chosen.as_of_date, false)
            as is_suppressed,
        chosen.approach_colour,
        chosen.last_contact_date,
        chosen.open_questions,
        chosen.renewal_date,
        coalesce(evidence.event_ids, '[]') as evidence_event_ids,
        chosen.as_of_date,
        chosen.is_regular

    from chosen
    left join candidates on chosen.account_id = candidates.account_id and candidates.place = 1
    left join evidence on chosen.account_id = evidence.account_id

),

-- Whoever has MRR today, in any currency; an amount in a currency without a rate is unknown.
customers as (

    select
        account_months.account_id,
        max(reporting_months.mrr) as mrr

    from {{ ref('int_revenue__account_months') }} as account_months
    cross join as_of
    inner join {{ ref('int_revenue__reporting_months') }} as reporting_months
        on
            account_months.account_id = reporting_months.account_id
            and account_months.month = reporting_months.month
    where account_months.month = {{ month_start('as_of.as_of_date') }}
    group by account_months.account_id
    having sum(account_months.mrr) > 0

),

calls as (

    select
        approaches.account_id,
        row_number() over (
            order by
                case when approaches.is_regular then 1 else 0 end asc,
                customers.mrr desc nulls last,
                approaches.account_id asc
        ) as call_priority

    from approaches
    inner join customers on approaches.account_id = customers.account_id
    where
        approaches.due_date <= approaches.as_of_date
        and approaches.contact_id is not null
        and not approaches.is_suppressed

)

select
    approaches.account_id,
    approaches.reason_code,
    approaches.reason,
    approaches.reason_en,
    approaches.due_date,
    approaches.channel,
    approaches.contact_id,
    approaches.is_suppressed,
    cast(calls.call_priority as bigint) as call_priority,
    approaches.approach_colour,
    approaches.last_contact_date,
    approaches.open_questions,
    approaches.renewal_date,
    approaches.evidence_event_ids,
    approaches.as_of_date

from approaches
left join calls on approaches.account_id = calls.account_id
