-- Everything that happens beside mail and webinars: chances per person and month, by the kind of
-- activity.
create table activity_kinds as
with pages as (

    select [
        '/', '/expense', '/attendance', '/documents', '/pricing', '/blog', '/help', '/case-study'
    ] as paths

)

select
    activity_kinds.event_type,
    activity_kinds.customer_chance,
    activity_kinds.prospect_chance,
    activity_kinds.at_most,
    if(
        activity_kinds.event_type = 'page_viewed', pages.paths, activity_kinds.contents
    ) as contents

from (
    values
    ('page_viewed', 0.16, 0.14, 3, null),
    ('content_downloaded', 0.035, 0.045, 1, ['WP-01', 'WP-02', 'WP-03', 'WP-04', 'WP-05']),
    ('meeting_held', 0.055, 0.05, 1, null),
    ('call_connected', 0.05, 0.06, 1, null),
    ('question_asked', 0.04, 0.015, 1, ['勤怠', '経費', '文書', '請求', '権限設定']),
    ('ticket_opened', 0.055, 0.0, 1, null),
    ('community_posted', 0.010, 0.0, 1, null),
    ('community_answered', 0.006, 0.0, 1, null),
    ('proposal_accepted', 0.0015, 0.0, 1, null),
    ('review_posted', 0.0018, 0.0, 1, null),
    ('referral_made', 0.0018, 0.0, 1, null),
    ('case_study_published', 0.0010, 0.0, 1, null),
    ('complaint_received', 0.003, 0.0, 1, null)
) as activity_kinds (event_type, customer_chance, prospect_chance, at_most, contents)
cross join pages;

create table activities as
with occasions as (

    select
        people.account_id,
        people.contact_id,
        people.email,
        people.health,
        people.known_at,
        account_months.is_customer,
        account_months.liveliness,
        months.business_days,
        activity_kinds.event_type,
        activity_kinds.customer_chance,
        activity_kinds.prospect_chance,
        activity_kinds.contents,
        concat_ws(
            '.', people.contact_id, months.month_no, activity_kinds.event_type, t.occasion
        ) as activity_key

    from people
    inner join account_months
        on people.company_no = account_months.company_no
    inner join months
        on account_months.month_no = months.month_no
    cross join activity_kinds
    cross join generate_series(1, 3) as t (occasion)
    where t.occasion <= activity_kinds.at_most

),

chances as (

    select
        *,
        pick(contents, 'content', activity_key) as content_id,
        office_hours(business_days, 'activity', activity_key) as occurred_at,
        if(is_customer, customer_chance, prospect_chance) as chance,
        case
            -- Those who are well speak well; complaints come from the others.
            when event_type = 'complaint_received' then 1.9 - 1.8 * health
            when event_type in ('review_posted', 'referral_made', 'case_study_published')
                then 2 * health * liveliness
            else liveliness
        end as weight

    from occasions

)

select
    event_type,
    occurred_at,
    account_id,
    contact_id,
    email,
    content_id,
    activity_key

from chances
where u('activity', activity_key) < chance * weight and occurred_at > known_at

union all

select
    'trial_started' as event_type,
    periods.period_start
    + to_seconds(whole(34200, 61200, 'trial', periods.company_no)) as occurred_at,
    people.account_id,
    people.contact_id,
    people.email,
    null as content_id,
    'trial.' || periods.company_no as activity_key

from periods
inner join people
    on periods.company_no = people.company_no
where periods.is_trial and people.seat = 1;

-- The web form knows the address and not the id; the phone system sometimes only the company.
create table file_activities as
select
    'generic/activities/activities.csv' as _file,
    row_number() over (order by occurred_at, activity_key) as _line,
    id_of('T', 6, _line) as activity_id,
    event_type,
    occurred_at,
    if(event_type in ('page_viewed', 'content_downloaded'), null, account_id) as account_id,
    case
        when event_type = 'content_downloaded' and email is not null then null
        when event_type = 'call_connected' and u('caller unknown', activity_key) < 0.1 then null
        else contact_id
    end as contact_id,
    if(event_type = 'content_downloaded', email, null) as email,
    if(
        event_type = 'content_downloaded' and u('from mailing', activity_key) < 0.4,
        'M-' || strftime(occurred_at, '%Y%m') || '-1', null
    ) as campaign_id,
    content_id

from activities;
