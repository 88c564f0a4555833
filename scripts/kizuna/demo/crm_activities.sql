-- Calls, messages and meetings of sales and customer success, in the CRM that the person stands in.
-- Without surveys there is nobody to be called back.
create table if not exists follow_ups (
    activity_no bigint, person_month_no bigint, kind varchar, occurred_at timestamp
);

create table crm_activities as
with kinds (kind_no, kind, base, by_engagement, is_reaction, for_all) as (

    values
    (0, 'meeting_held', 0.0, 0.260, true, true),
    (1, 'call_connected', 0.0, 0.160, true, true),
    (2, 'call_attempted', 0.050, 0.0, false, true),
    (3, 'message_sent', 0.080, 0.030, false, true),
    -- The same once more for those who are contacted too often: several times a week.
    (4, 'message_sent', 0.95, 0.0, false, false),
    (5, 'message_sent', 0.95, 0.0, false, false),
    (6, 'message_sent', 0.90, 0.0, false, false),
    (7, 'message_sent', 0.90, 0.0, false, false),
    (8, 'call_attempted', 0.90, 0.0, false, false),
    (9, 'call_attempted', 0.85, 0.0, false, false),
    (10, 'call_attempted', 0.80, 0.0, false, false)

),

-- First who and what, in few columns: this is where the many rows are.
drawn as (

    select
        person_months.person_month_no,
        kinds.kind,
        kinds.is_reaction,
        person_months.person_month_no * 16 + kinds.kind_no as activity_no

    from person_months
    cross join kinds
    where
        kinds.for_all
        and n('crm activity', person_months.person_month_no * 16 + kinds.kind_no)
        < (
            kinds.base + kinds.by_engagement
            * if(kinds.is_reaction, person_months.drive, person_months.engagement)
        )
        * if(kinds.is_reaction, person_months.reaction_propensity, 1.0)
        * if(person_months.seat <= 2, 2.0, 1.0)
        * if(person_months.is_customer or kinds.is_reaction, 1.0, 0.6)

    union all

    select
        person_months.person_month_no,
        kinds.kind,
        kinds.is_reaction,
        person_months.person_month_no * 16 + kinds.kind_no as activity_no

    from person_months
    cross join kinds
    where
        not kinds.for_all
        and person_months.over_contacted_from < person_months.last_day
        and n('crm activity', person_months.person_month_no * 16 + kinds.kind_no) < kinds.base

),

chosen as (

    select
        person_months.*,
        drawn.kind,
        drawn.is_reaction,
        drawn.activity_no,
        fast_office_hours(months.business_days, 'crm activity', drawn.activity_no) as occurred_at

    from drawn
    inner join person_months
        on drawn.person_month_no = person_months.person_month_no
    inner join months
        on person_months.month_no = months.month_no

    union all

    select
        person_months.*,
        follow_ups.kind,
        true as is_reaction,
        follow_ups.activity_no,
        follow_ups.occurred_at

    from follow_ups
    inner join person_months
        on follow_ups.person_month_no = person_months.person_month_no

),

recorded as (

    select
        chosen.employment_no,
        chosen.person_no,
        chosen.company_no,
        chosen.kind,
        chosen.activity_no,
        chosen.occurred_at,
        crm_contacts.system,
        crm_contacts.source_contact_id,
        crm_contacts.source_account_id,
        crm_contacts.record_type,
        crm_contacts.has_both

    from chosen
    inner join crm_contacts
        on
            chosen.employment_no = crm_contacts.employment_no
            and chosen.occurred_at > crm_contacts.created_at
            and (
                not crm_contacts.has_both
                or crm_contacts.system
                = if(n('which crm', chosen.activity_no) < 0.6, 'salesforce', 'hubspot')
                -- A few meetings are in both CRMs, because one writes to the other.
                or chosen.kind = 'meeting_held' and n('in both', chosen.activity_no) < 0.12
            )
    where
        (not chosen.is_reaction or coalesce(chosen.occurred_at < chosen.fatigue_from, true))
        and coalesce(chosen.occurred_at < chosen.until_date, true)
        and (
            chosen.activity_no % 16 < 4
            or chosen.activity_no % 16 >= 12
            or chosen.occurred_at >= chosen.over_contacted_from
        )
    -- The contact, where a lead became one before.
    qualify row_number() over (
            partition by chosen.activity_no, crm_contacts.system order by crm_contacts.record_type
        ) = 1

)

select
    *,
    count(*) over (partition by activity_no) = 2 as is_told_twice,
    -- Entered by mistake and deleted again, or called off.
    n('taken back', activity_no) < 0.02 and activity_no % 16 < 12 as is_taken_back,
    row_number() over (partition by system, kind = 'meeting_held' order by occurred_at, activity_no)
        as entry_no,
    case
        when system = 'hubspot' and kind = 'meeting_held'
            then cast(41000000000 + entry_no * 211 as varchar)
        when system = 'hubspot' then cast(42000000000 + entry_no * 211 as varchar)
        when kind = 'meeting_held' then salesforce_id('00U', entry_no)
        else salesforce_id('00T', entry_no)
    end as source_event_id

from recorded;

-- Forms on the web site, in HubSpot: papers to download and questions.
create table forms as
select t.*
from (
    values
    (1, 'f1a00000-0000-4000-8000-000000000001', '資料ダウンロード 経費精算ガイド', 'content_downloaded'),
    (2, 'f1a00000-0000-4000-8000-000000000002', '資料ダウンロード 勤怠管理の法改正', 'content_downloaded'),
    (3, 'f1a00000-0000-4000-8000-000000000003', '資料ダウンロード 導入事例集', 'content_downloaded'),
    (4, 'f1a00000-0000-4000-8000-000000000004', 'お問い合わせ', 'question_asked')
) as t (form_no, form_id, form_name, event_type);

create table form_submissions as
with drawn as (

    select
        person_months.*,
        forms.*,
        person_months.person_month_no * 4 + forms.form_no as submission_no

    from person_months
    cross join forms
    where
        n('form', person_months.person_month_no * 4 + forms.form_no)
        < (0.004 + 0.014 * person_months.engagement) * person_months.reaction_propensity

)

select
    drawn.person_no,
    drawn.company_no,
    drawn.employment_no,
    crm_contacts.source_contact_id,
    drawn.form_no,
    drawn.form_id,
    drawn.form_name,
    drawn.event_type,
    drawn.submission_no,
    fast_office_hours(months.business_days, 'form', drawn.submission_no) as occurred_at,
    'cv-' || left(md5('form' || drawn.submission_no || getvariable('seed')), 20) as conversion_id

from drawn
inner join months
    on drawn.month_no = months.month_no
inner join crm_contacts
    on
        drawn.employment_no = crm_contacts.employment_no
        and crm_contacts.system = 'hubspot'
where
    occurred_at > crm_contacts.created_at
    and coalesce(occurred_at < drawn.until_date, true)
    and coalesce(occurred_at < drawn.fatigue_from, true);
