-- What people do of their own accord beside mail, web and webinars: the community, referrals,
-- reviews, complaints; and trials. The tools know an address and nothing else.
create table free_activities as
with kinds (kind_no, event_type, base, by_engagement, by_satisfaction, customers_only) as (

    values
    (1, 'community_posted', 0.0, 0.150, 0.0, true),
    (2, 'community_answered', 0.0, 0.030, 0.0, true),
    (3, 'proposal_accepted', 0.0, 0.004, 0.0, true),
    (4, 'review_posted', 0.0, 0.001, 0.002, true),
    (5, 'referral_made', 0.0, 0.001, 0.003, true),
    (6, 'case_study_published', 0.0, 0.001, 0.0006, true),
    (7, 'complaint_received', 0.006, 0.0, -0.007, true),
    (8, 'content_downloaded', 0.0, 0.400, 0.0, false)

),

drawn as (

    select
        person_months.*,
        kinds.event_type,
        person_months.person_month_no * 16 + kinds.kind_no as activity_key

    from person_months
    cross join kinds
    where
        (person_months.is_customer or not kinds.customers_only)
        and n('activity', person_months.person_month_no * 16 + kinds.kind_no)
        < (
            kinds.base + kinds.by_engagement * person_months.drive
            + kinds.by_satisfaction * person_months.satisfaction
        ) * person_months.reaction_propensity

),

chosen as (

    select
        drawn.*,
        fast_office_hours(months.business_days, 'activity', drawn.activity_key) as occurred_at

    from drawn
    inner join months
        on drawn.month_no = months.month_no
    where
        occurred_at > cast(drawn.known_on + 1 as timestamp)
        and coalesce(occurred_at < drawn.until_date, true)
        and coalesce(occurred_at < drawn.fatigue_from, true)

),

with_trials as (

    select
        person_no,
        company_no,
        email,
        event_type,
        activity_key,
        occurred_at

    from chosen

    union all

    select
        employments.person_no,
        contracts.company_no,
        employments.email,
        'trial_started' as event_type,
        employments.employment_no * 1000003 as activity_key,
        cast(contracts.started_on - 30 as timestamp) + interval 10 hour as occurred_at

    from contracts
    inner join employments
        on
            contracts.company_no = employments.company_no
            and contracts.company_no * 16 + 1 = employments.person_no
    where
        contracts.has_trial
        and employments.known_on < contracts.started_on - 30
        and coalesce(employments.until_date > contracts.started_on - 30, true)

)

select
    *,
    row_number() over (order by occurred_at, activity_key) as activity_no,
    id_of('T', 7, activity_no) as activity_id,
    -- The community's export of August 2024 came in November.
    event_type in ('community_posted', 'community_answered')
    and cast(occurred_at as date) between date '2024-08-01' and date '2024-08-31' as is_late

from with_trials;

-- The export looks back three days: what happened then stands in two files.
create table activity_rows as
with exported as (

    select
        *,
        quarterly_export(cast(occurred_at as date)) as exported_on

    from free_activities

),

listed as (

    select
        *,
        false as is_repeated,
        if(is_late, 'community_20241115', strftime(exported_on, '%Y%m%d')) as file_day

    from exported

    union all

    select
        *,
        true as is_repeated,
        strftime(quarterly_export(exported_on + 1), '%Y%m%d') as file_day

    from exported
    where
        not is_late
        and exported_on < date '2026-03-01'
        and cast(occurred_at as date) >= exported_on - 2

)

select
    *,
    'generic/activities/activities_' || file_day || '.csv' as file

from listed;

create table generic__activities as
select
    file as _file,
    activity_id,
    event_type,
    occurred_at,
    email,
    if(event_type = 'content_downloaded', 'WP-' || id_of('', 2, 1 + activity_no % 5), null)
        as content_id

from activity_rows
order by file, activity_no;
