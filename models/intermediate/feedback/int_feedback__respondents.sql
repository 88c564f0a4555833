-- Grain: one row per valid recommend answer: what is told apart of whoever gave it, on the day of
-- the answer. Industry, size and region are today's, the rank is that of the last month end before
-- the day, plan and role are those of the day itself.
with answers as (

    select
        response_id,
        contact_id,
        account_id,
        coalesce(responded_at, available_at) as answered_at,
        {{ local_date('coalesce(responded_at, available_at)') }} as answered_on

    from {{ ref('int_feedback__survey_responses') }}
    where nps_group is not null

),

plans as (

    select
        answers.response_id,
        {{ distinct_texts('subscriptions.product', ' + ') }} as plan

    from answers
    inner join {{ ref('int_revenue__subscriptions') }} as subscriptions
        on answers.account_id = subscriptions.account_id
    where
        subscriptions.exclusion_reason is null
        and subscriptions.started_on <= answers.answered_on
        and coalesce(subscriptions.ends_on, {{ no_day() }}) > answers.answered_on
    group by answers.response_id

)

select
    answers.response_id,
    answers.answered_on,
    coalesce(accounts.industry, '(unknown)') as industry,
    coalesce(accounts.company_size_band, '(unknown)') as company_size_band,
    coalesce(accounts.region, '(unknown)') as region,
    coalesce(plans.plan, '(unknown)') as plan,
    coalesce(history.rank, '(unknown)') as engagement_rank,
    coalesce(role_groups.role, '(unknown)') as role

from answers
left join {{ ref('int_identity__accounts') }} as accounts
    on answers.account_id = accounts.account_id
left join plans
    on answers.response_id = plans.response_id
left join {{ ref('account_engagement_history') }} as history
    on
        answers.account_id = history.account_id
        and {{ add_days(month_start('answers.answered_on'), -1) }} = history.as_of_date
{{ join_roles('answers.contact_id', 'answers.answered_at') }}
left join {{ ref('int_feedback__role_groups') }} as role_groups
    on coalesce(roles.role, '') = role_groups.role_title
