-- Everything that happens beside mail and webinars: chances per person and month, by the kind of activity.
create table activity_kinds as
select * from (
    values
    -- event_type, chance for customers, chance for prospects, how often at most, contents
    ('page_viewed', 0.20, 0.17, 3, ['/', '/features/expense', '/features/attendance', '/pricing', '/blog', '/help', '/case-study']),
    ('content_downloaded', 0.035, 0.045, 1, ['WP-01', 'WP-02', 'WP-03', 'WP-04', 'WP-05']),
    ('meeting_held', 0.055, 0.05, 1, cast([] as varchar[])),
    ('call_connected', 0.05, 0.06, 1, cast([] as varchar[])),
    ('question_asked', 0.04, 0.015, 1, ['勤怠', '経費', '文書', '請求', '権限設定']),
    ('ticket_opened', 0.055, 0.0, 1, cast([] as varchar[])),
    ('community_posted', 0.010, 0.0, 1, cast([] as varchar[])),
    ('community_answered', 0.006, 0.0, 1, cast([] as varchar[])),
    ('proposal_accepted', 0.0015, 0.0, 1, cast([] as varchar[])),
    ('review_posted', 0.0018, 0.0, 1, cast([] as varchar[])),
    ('referral_made', 0.0018, 0.0, 1, cast([] as varchar[])),
    ('case_study_published', 0.0010, 0.0, 1, cast([] as varchar[])),
    ('complaint_received', 0.003, 0.0, 1, cast([] as varchar[]))
) as t (event_type, customer_chance, prospect_chance, at_most, contents);

create table activities as
with chances as (

    select
        people.*,
        months.month_no,
        event_type,
        concat_ws('.', contact_id, months.month_no, event_type, occasion) as key,
        if(len(contents) > 0, pick(contents, 'content', key), null) as content_id,
        if(is_customer, customer_chance, prospect_chance) as chance,
        case
            -- Those who are well speak well; complaints come from the others.
            when event_type = 'complaint_received' then 1.9 - 1.8 * health
            when event_type in ('review_posted', 'referral_made', 'case_study_published') then 2 * health * liveliness
            else liveliness
        end as weight,
        office_hours(business_days, 'activity', key) as occurred_at

    from people
    inner join account_months using (no)
    inner join months using (month_no)
    cross join activity_kinds
    cross join generate_series(1, 3) as t (occasion)
    where occasion <= at_most

)

select
    event_type,
    occurred_at,
    account_id,
    contact_id,
    email,
    content_id,
    key

from chances
where u('activity', key) < chance * weight and occurred_at > known_at

union all

select
    'trial_started',
    cast(period_start as timestamp) + to_seconds(whole(34200, 61200, 'trial', periods.no)),
    accounts.account_id,
    contact_id,
    email,
    product,
    'trial.' || periods.no

from periods
inner join accounts using (no)
inner join people using (no)
where is_trial and seat = 1;

-- The web form knows the address and not the id; the phone system sometimes only the company.
create table file_activities as
select
    'generic/activities/activities.csv' as _file,
    row_number() over (order by occurred_at, key) as _line,
    'T' || lpad(cast(row_number() over (order by occurred_at, key) as varchar), 6, '0') as activity_id,
    event_type,
    occurred_at,
    if(event_type in ('page_viewed', 'content_downloaded'), null, account_id) as account_id,
    case
        when event_type = 'content_downloaded' and email is not null then null
        when event_type = 'call_connected' and u('caller unknown', key) < 0.1 then null
        else contact_id
    end as contact_id,
    if(event_type = 'content_downloaded', email, null) as email,
    if(
        event_type = 'content_downloaded' and u('from mailing', key) < 0.4,
        'M-' || strftime(occurred_at, '%Y%m') || '-1', null
    ) as campaign_id,
    content_id

from activities;
