-- Everything that happens beside mail and webinars: chances per person and month, by the kind of
-- activity.
create table activity_kinds as
with pages as (

    select [
        '/', '/expense', '/attendance', '/documents', '/pricing', '/blog', '/help', '/case-study'
    ] as names

)

select
    activity_kinds.* exclude (contents),
    if(event_type = 'page_viewed', names, contents) as contents

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
with chances as (

    select
        people.*,
        event_type,
        concat_ws('.', contact_id, month_no, event_type, occasion) as key,
        pick(contents, 'content', key) as content_id,
        office_hours(business_days, 'activity', key) as occurred_at,
        if(is_customer, customer_chance, prospect_chance) as chance,
        case
            -- Those who are well speak well; complaints come from the others.
            when event_type = 'complaint_received' then 1.9 - 1.8 * health
            when event_type in ('review_posted', 'referral_made', 'case_study_published')
                then 2 * health * liveliness
            else liveliness
        end as weight

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

union all by name

select
    'trial_started' as event_type,
    period_start + to_seconds(whole(34200, 61200, 'trial', no)) as occurred_at,
    account_id,
    contact_id,
    email,
    'trial.' || no as key

from periods
inner join people using (no)
where is_trial and seat = 1;

-- The web form knows the address and not the id; the phone system sometimes only the company.
create table file_activities as
select
    'generic/activities/activities.csv' as _file,
    row_number() over (order by occurred_at, key) as _line,
    id_of('T', 6, _line) as activity_id,
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
