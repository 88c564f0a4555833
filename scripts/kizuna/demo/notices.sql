-- Notices that the product itself mails, four a year, to those who run it at a customer: another
-- tool, whose log tells of complaints too. It knows addresses only.
create table notices as
with planned as (

    select
        months.month_no,
        months.first_day,
        contact_records.employment_no,
        contact_records.person_no,
        contact_records.company_no,
        contact_records.email,
        coalesce(cast(contact_records.valid_until as timestamp), mail_ends()) as left_at,
        months.month_no * 1000000 + contact_records.employment_no as notice_no,
        cast(months.business_days[3] as timestamp)
        + to_seconds(fast_whole(8 * 3600, 9 * 3600, 'notice', notice_no)) as sent_at,
        people.fatigue_from,
        n('proxy', contact_records.person_no) < 0.042 as has_proxy,
        (0.10 + 0.55 * company_months.engagement) * people.reaction_propensity as opens,
        case
            when n('notice soft', notice_no) < 0.006 then 'soft_bounce'
            when n('notice complaint', notice_no) < 0.003 then 'complaint'
            when n('notice unsubscribe', notice_no) < 0.006 then 'unsubscribe'
        end as outcome

    from months
    inner join company_months
        on months.month_no = company_months.month_no
    inner join contact_records
        on company_months.company_no = contact_records.company_no
    inner join people
        on contact_records.person_no = people.person_no
    where
        months.month_no % 3 = 2
        and company_months.is_customer
        and contact_records.system = 'marketo'
        and contact_records.source_contact_id not in (
            select mail_twins.twin_id from mail_twins
        )
        and people.role in ('champion', 'decision_maker', 'admin')
        and contact_records.valid_from < months.first_day

)

select *
from planned
where sent_at < left_at
qualify
    coalesce(
        sent_at <= min(sent_at) filter (outcome in ('complaint', 'unsubscribe'))
            over (partition by employment_no),
        true
    );

create table notice_events as
with delivered as (

    select
        *,
        sent_at + to_seconds(fast_whole(1, 30, 'notice delivered', notice_no)) as arrived_at,
        arrived_at + to_seconds(fast_whole(30, 90000, 'notice opened', notice_no)) as opened_at,
        least(left_at, mail_ends(), coalesce(cast(fatigue_from as timestamp), mail_ends()))
            as reacts_until,
        n('notice opens', notice_no) < opens as is_reader

    from notices
    where outcome is distinct from 'soft_bounce'

)

select
    notice_no,
    1 as slot,
    'delivered' as event_type,
    arrived_at as occurred_at,
    cast(null as varchar) as machine_reason

from delivered

union all

select
    notice_no,
    2 as slot,
    'soft_bounce' as event_type,
    sent_at + interval 20 second as occurred_at,
    null as machine_reason

from notices
where outcome = 'soft_bounce'

union all

select
    notice_no,
    3 as slot,
    'open' as event_type,
    opened_at as occurred_at,
    null as machine_reason

from delivered
where is_reader and not has_proxy and opened_at < reacts_until

union all

select
    notice_no,
    4 as slot,
    'open' as event_type,
    arrived_at + to_seconds(fast_whole(20, 9000, 'notice proxied', notice_no)) as occurred_at,
    'privacy_proxy' as machine_reason

from delivered
where has_proxy and arrived_at + interval 9000 second < left_at

union all

select
    notice_no,
    5 as slot,
    'click' as event_type,
    opened_at + to_seconds(fast_whole(10, 300, 'notice clicked', notice_no)) as occurred_at,
    null as machine_reason

from delivered
where
    is_reader
    and n('notice clicks', notice_no) < 0.12
    and opened_at + interval 300 second < reacts_until

union all

select
    notice_no,
    6 as slot,
    outcome as event_type,
    opened_at + interval 7 minute as occurred_at,
    null as machine_reason

from delivered
where
    outcome in ('complaint', 'unsubscribe')
    and opened_at + interval 7 minute < least(left_at, mail_ends());

create macro notice_id(notice_no) as 'TN-' || notice_no;

create table generic__email_sends as
select
    dated_file('generic/email_sends', 'email_sends', yearly_export(cast(sent_at as date))) as _file,
    notice_id(notice_no) as send_id,
    'TN-' || strftime(first_day, '%Y%m') as campaign_id,
    'ご利用状況のお知らせ ' || strftime(first_day, '%Y年%-m月') as campaign_name,
    email,
    with_offset(sent_at) as sent_at

from notices
order by notices.sent_at, notice_no;

create table generic__email_events as
select
    dated_file(
        'generic/email_events', 'email_events',
        yearly_export(cast(notice_events.occurred_at as date))
    ) as _file,
    notice_id(notices.notice_no) || '-' || notice_events.slot as event_id,
    notice_id(notices.notice_no) as send_id,
    'TN-' || strftime(notices.first_day, '%Y%m') as campaign_id,
    notices.email,
    notice_events.event_type,
    with_offset(notice_events.occurred_at) as occurred_at,
    if(notice_events.event_type = 'click', 'https://app.tsumugino.example/usage', null) as url,
    case
        when notice_events.machine_reason is not null then 'Mozilla/5.0'
        when notice_events.event_type in ('open', 'click')
            then mail_client(null, fast_whole(1, 5, 'client', notices.person_no), null)
    end as user_agent

from notice_events
inner join notices
    on notice_events.notice_no = notices.notice_no
order by notice_events.occurred_at, notices.notice_no, notice_events.slot;

insert into email_events_truth by name
select
    'generic' as source,
    notice_id(notices.notice_no) || '-' || notice_events.slot as source_event_id,
    notice_id(notices.notice_no) as send_id,
    notices.person_no,
    notices.company_no,
    notice_events.event_type,
    notice_events.machine_reason is not null as is_machine,
    notice_events.machine_reason,
    utc(notice_events.occurred_at) as occurred_at

from notice_events
inner join notices
    on notice_events.notice_no = notices.notice_no
where notice_events.event_type in ('open', 'click', 'unsubscribe', 'complaint');

insert into human_events_mail
select
    'notice-' || source_event_id as planted_event_id,
    person_no,
    company_no,
    case event_type
        when 'open' then 'email_opened'
        when 'click' then 'email_clicked'
        when 'complaint' then 'email_complained'
        else 'email_unsubscribed'
    end as event_type,
    'email' as channel,
    source,
    source_event_id,
    occurred_at,
    null as duplicate_of_source

from email_events_truth
where source = 'generic' and not is_machine;
