-- Grain: one row per person, survey, account and period of the invitation: whether the person
-- answered that survey's recommend question since the first invitation in the period, whenever that
-- was. A wave is one relational survey. An answer whose day alone is known may be of any time of
-- the day; one without a time counts, as nothing says that it came before.
with invitations as (

    select
        invitations.survey_type,
        invitations.survey_id,
        invitations.contact_id,
        invitations.account_id,
        invitations.invited_at,
        invitations.invited_on,
        surveys.started_on

    from {{ ref('int_feedback__known_invitations') }} as invitations
    inner join {{ ref('int_feedback__surveys') }} as surveys
        on invitations.survey_id = surveys.survey_id
    where surveys.asks_recommend

),

by_period as (

    {{ in_periods('invitations', 'invited_on') }}

    union all

    select
        invitations.*,
        'survey_wave' as period_type,
        started_on as period_start
    from invitations
    where survey_type = 'relational'

),

invited as (

    select
        survey_type,
        period_type,
        period_start,
        survey_id,
        contact_id,
        account_id,
        min(invited_at) as first_invited_at

    from by_period
    group by survey_type, period_type, period_start, survey_id, contact_id, account_id

),

answered_at as (

    select
        survey_id,
        contact_id,
        responded_at,
        {{ latest_possible_at('responded_at', local_date('responded_at')) }} as latest_possible_at

    from {{ ref('int_feedback__survey_responses') }}
    where nps_group is not null and contact_id is not null

),

last_answers as (

    select
        survey_id,
        contact_id,
        max(responded_at) as last_responded_at,
        max(latest_possible_at) as latest_possible_at,
        max(case when responded_at is null then 1 else 0 end) = 1 as has_untimed

    from answered_at
    group by survey_id, contact_id

)

select
    invited.survey_type,
    invited.period_type,
    {{ period_label('invited.period_type', 'invited.period_start', 'invited.survey_id') }}
        as period,
    invited.period_start,
    invited.survey_id,
    invited.contact_id,
    invited.account_id,
    invited.first_invited_at,
    coalesce(
        last_answers.has_untimed
        or last_answers.last_responded_at >= invited.first_invited_at
        or last_answers.latest_possible_at > invited.first_invited_at
        or (last_answers.contact_id is not null and invited.first_invited_at is null),
        false
    ) as has_answered

from invited
left join last_answers
    on
        invited.survey_id = last_answers.survey_id
        and invited.contact_id = last_answers.contact_id
