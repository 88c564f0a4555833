-- What is true, whatever the files tell. The parts of the channels are there if their scripts ran.
create table if not exists email_events_truth (
    source varchar, source_event_id varchar, send_id varchar, person_no bigint, company_no bigint,
    event_type varchar, is_machine boolean, machine_reason varchar, occurred_at timestamp
);
create table if not exists human_events_mail (
    planted_event_id varchar, person_no bigint, company_no bigint, event_type varchar,
    channel varchar, source varchar, source_event_id varchar, occurred_at timestamp,
    duplicate_of_source varchar
);
create table if not exists human_events_webinars (
    planted_event_id varchar, person_no bigint, company_no bigint, event_type varchar,
    channel varchar, source varchar, source_event_id varchar, occurred_at timestamp,
    duplicate_of_source varchar
);
create table if not exists human_events_web (
    planted_event_id varchar, person_no bigint, company_no bigint, event_type varchar,
    channel varchar, source varchar, source_event_id varchar, occurred_at timestamp,
    duplicate_of_source varchar
);
create table if not exists human_events_social (
    planted_event_id varchar, person_no bigint, company_no bigint, event_type varchar,
    channel varchar, source varchar, source_event_id varchar, occurred_at timestamp,
    duplicate_of_source varchar
);
create table if not exists duplicates_channels (file varchar, row_key varchar, kind varchar);
create table if not exists late_files_channels (file varchar, kind varchar);

create table truth__companies as
with last_months as (

    select max(month_no) as last_month
    from company_months

),

averages as (

    select
        states.company_no,
        avg(states.engagement) filter (where states.month_no > last_months.last_month - 3)
            as engagement,
        avg(states.satisfaction) filter (where states.month_no > last_months.last_month - 3)
            as satisfaction,
        avg(states.satisfaction) filter (where states.month_no > last_months.last_month - 12)
            as satisfaction_of_year,
        avg(states.engagement) filter (where states.is_customer) as engaged_as_customer,
        avg(states.engagement) filter (where states.is_known) as engaged_as_known,
        avg(states.satisfaction) filter (where states.is_customer) as satisfied_as_customer,
        avg(states.satisfaction) filter (where states.is_known) as satisfied_as_known

    from company_months as states
    cross join last_months
    group by states.company_no

)

-- Hidden: of the last three months. Over the life: as a customer, else as long as we know them.
select
    companies.company_id,
    companies.company_name,
    companies.corporate_number,
    companies.domain,
    companies.prefecture,
    companies.industry,
    companies.employees,
    round(averages.engagement, 9) as hidden_engagement,
    round(averages.satisfaction, 9) as hidden_satisfaction,
    round(coalesce(averages.engaged_as_customer, averages.engaged_as_known), 9)
        as engagement_over_life,
    round(coalesce(averages.satisfied_as_customer, averages.satisfied_as_known), 9)
        as satisfaction_over_life,
    -- As the marts tell them apart: a score of 50 now, a mean answer of 7 in the last year.
    averages.engagement >= 0.21 as is_engaged,
    averages.satisfaction_of_year >= 0.405 as is_satisfied,
    companies.temper,
    companies.planted,
    companies.customer_from,
    if(companies.churned_on <= last_day_of_all(), companies.churned_on, null) as churned_on,
    if(companies.churned_on <= last_day_of_all(), companies.churn_reason, null) as churn_reason,
    companies.returned_on

from companies
inner join averages
    on companies.company_no = averages.company_no
order by companies.company_no;

create table truth__company_months as
select
    companies.company_id,
    months.first_day as month,
    company_months.engagement,
    company_months.satisfaction,
    company_months.is_known,
    company_months.is_customer,
    company_months.has_trouble

from company_months
inner join companies
    on company_months.company_no = companies.company_no
inner join months
    on company_months.month_no = months.month_no
order by company_months.company_no, company_months.month_no;

-- What two records of a company can be recognised by, as METRICS 2 has it: a valid number; a domain
-- that one company alone has; one name with one place, domain or telephone, where no other company
-- has the same. Merged records are one.
create table record_evidence as
with names as (

    select
        account_records.*,
        companies.planted,
        if(
            account_records.name_kind in ('other_name', 'former_name', 'group_name'),
            null,
            companies.core_name
        )
            as same_name,
        companies.corporate_number as true_number,
        companies.prefecture as true_prefecture

    from account_records
    inner join companies
        on account_records.company_no = companies.company_no

),

listed as (

    select
        record_key,
        company_no,
        'corporate_number' as rule,
        true_number as value

    from names
    where has_valid_number

    union all

    select
        record_key,
        company_no,
        'domain' as rule,
        domain as value

    from names
    where domain is not null

    union all

    select
        record_key,
        company_no,
        'name_and_region' as rule,
        same_name || '|' || true_prefecture as value

    from names
    where same_name is not null and has_clear_region

    union all

    select
        record_key,
        company_no,
        'name_and_domain' as rule,
        same_name || '|' || domain as value

    from names
    where same_name is not null and domain is not null

    union all

    select
        record_key,
        company_no,
        'name_and_phone' as rule,
        same_name || '|' || phone as value

    from names
    where same_name is not null and phone is not null

    union all

    select
        record_key,
        company_no,
        'merge' as rule,
        system || '|' || company_no as value

    from names
    where merged_at is not null

    union all

    select
        first_records.record_key,
        first_records.company_no,
        'merge' as rule,
        first_records.system || '|' || first_records.company_no as value

    from names as first_records
    inner join names as merged_away
        on
            first_records.company_no = merged_away.company_no
            and first_records.system = merged_away.system
    where first_records.copy_no = 1 and merged_away.merged_at is not null

)

select *
from listed
window by_value as (partition by rule, value)
qualify min(company_no) over by_value = max(company_no) over by_value;

create table record_links as
select distinct
    a.record_key,
    b.record_key as other_key

from record_evidence as a
inner join record_evidence as b
    on a.rule = b.rule and a.value = b.value;

create table record_groups as
with recursive pairs as (

    select
        record_key,
        other_key

    from record_links

    union

    select
        pairs.record_key,
        record_links.other_key

    from pairs
    inner join record_links
        on pairs.other_key = record_links.record_key

)

select
    account_records.record_key,
    account_records.company_no,
    coalesce(min(pairs.other_key), account_records.record_key) as group_key

from account_records
left join pairs
    on account_records.record_key = pairs.record_key
group by account_records.record_key, account_records.company_no;

create table truth__account_records as
with sizes as (

    select
        *,
        count(*) over (partition by company_no, group_key) as group_size

    from record_groups

),

largest as (

    select
        company_no,
        arg_min(group_key, (-group_size, group_key)) as group_key

    from sizes
    group by company_no

),

rules as (

    select
        record_key,
        string_agg(distinct rule, ', ' order by rule) as rules

    from record_evidence
    group by record_key

)

select
    account_records.system as source,
    account_records.source_account_id,
    companies.company_id,
    sizes.group_key = largest.group_key as is_linkable,
    concat_ws(
        '; ',
        if(account_records.copy_no = 2, 'second record', null),
        if(account_records.merged_at is not null, 'merged into the first', null),
        if(account_records.copy_no = 3, 'ambiguous', null),
        'name ' || account_records.name_kind,
        coalesce(rules.rules, 'nothing to link by')
    ) as note

from account_records
inner join sizes
    on account_records.record_key = sizes.record_key
inner join largest
    on account_records.company_no = largest.company_no
inner join companies
    on account_records.company_no = companies.company_no
left join rules
    on account_records.record_key = rules.record_key
order by source, account_records.source_account_id;

create table truth__people as
with present as (
    select
        employments.person_no,
        companies.company_id

    from employments
    inner join companies
        on employments.company_no = companies.company_no
    where employments.until_date is null
)

select
    people.person_id,
    present.company_id,
    people.role,
    people.kind,
    people.is_over_contacted,
    people.fatigue_from is not null as has_reaction_fatigue,
    people.over_contacted_from,
    people.fatigue_from

from people
left join present
    on people.person_no = present.person_no
order by people.person_no;

create table truth__employments as
select
    people.person_id,
    companies.company_id,
    employments.from_date,
    employments.until_date,
    employments.email,
    employments.known_on

from employments
inner join people
    on employments.person_no = people.person_no
inner join companies
    on employments.company_no = companies.company_no
order by employments.employment_no;

create table truth__contact_records as
with listed as (

    select
        system as source,
        source_contact_id,
        email,
        person_no,
        employment_no

    from person_records

    union all

    select
        system as source,
        source_contact_id,
        email,
        person_no,
        employment_no

    from contact_records
    where system = 'marketo'

    union all

    select
        'hubspot' as source,
        source_contact_id,
        email,
        person_no,
        employment_no

    from double_contacts

)

select
    listed.source,
    listed.source_contact_id,
    listed.email,
    people.person_id,
    employments.from_date as valid_from,
    employments.until_date as valid_until

from listed
inner join employments
    on listed.employment_no = employments.employment_no
inner join people
    on listed.person_no = people.person_no
order by listed.source, listed.source_contact_id, valid_from, listed.email;

create table truth__email_events as
select
    email_events_truth.source,
    email_events_truth.source_event_id,
    email_events_truth.send_id,
    people.person_id,
    companies.company_id,
    email_events_truth.event_type,
    email_events_truth.is_machine,
    email_events_truth.machine_reason,
    email_events_truth.occurred_at

from email_events_truth
left join people
    on email_events_truth.person_no = people.person_no
left join companies
    on email_events_truth.company_no = companies.company_no
order by all;

create table truth__human_events as
with listed as (

    -- Told by both CRMs: what Salesforce has is kept.
    select
        'crm-' || activity_no as planted_event_id,
        person_no,
        company_no,
        kind as event_type,
        if(kind = 'meeting_held', 'meeting', 'call') as channel,
        system as source,
        if(system = 'hubspot', source_event_id || ':' || source_contact_id, source_event_id)
            as source_event_id,
        utc(occurred_at) as occurred_at,
        if(is_told_twice, 'hubspot', null) as duplicate_of_source

    from crm_activities
    where
        kind in ('meeting_held', 'call_connected')
        and not is_taken_back
        and (not is_told_twice or system = 'salesforce')

    union all

    select
        'form-' || submission_no as planted_event_id,
        person_no,
        company_no,
        event_type,
        if(event_type = 'question_asked', 'support', 'content') as channel,
        'hubspot' as source,
        conversion_id as source_event_id,
        utc(occurred_at) as occurred_at,
        null as duplicate_of_source

    from form_submissions

    union all

    select
        'show-' || member_no as planted_event_id,
        person_no,
        company_no,
        'event_attended' as event_type,
        'event' as channel,
        'salesforce' as source,
        member_id as source_event_id,
        -- A day is all that is told.
        utc(cast(show_day as timestamp)) as occurred_at,
        null as duplicate_of_source

    from show_members
    where has_attended

    union all

    select
        'ticket-' || ticket_no as planted_event_id,
        person_no,
        company_no,
        'ticket_opened' as event_type,
        'support' as channel,
        'zendesk' as source,
        ticket_id as source_event_id,
        utc(opened_at) as occurred_at,
        null as duplicate_of_source

    from true_tickets

    union all

    select
        'rating-' || ticket_no as planted_event_id,
        person_no,
        company_no,
        'survey_answered' as event_type,
        'survey' as channel,
        'zendesk' as source,
        'ticket-' || ticket_id as source_event_id,
        utc(rated_at) as occurred_at,
        null as duplicate_of_source

    from ticket_ratings

    union all

    -- The form tool gives its answers no id.
    select
        'nps-' || answer_key as planted_event_id,
        person_no,
        company_no,
        'survey_answered' as event_type,
        'survey' as channel,
        'form_nps' as source,
        null as source_event_id,
        utc(responded_at) as occurred_at,
        null as duplicate_of_source

    from form_answers

    union all

    select
        'csat-' || answer_no as planted_event_id,
        person_no,
        company_no,
        'survey_answered' as event_type,
        'survey' as channel,
        'generic' as source,
        response_id as source_event_id,
        utc(responded_at) as occurred_at,
        null as duplicate_of_source

    from csat_answers
    where not is_test

    union all

    select
        'tnps-' || answer_no as planted_event_id,
        person_no,
        company_no,
        'survey_answered' as event_type,
        'survey' as channel,
        'generic' as source,
        response_id as source_event_id,
        utc(responded_at) as occurred_at,
        null as duplicate_of_source

    from tnps_answers
    where not is_test

    union all

    select
        'activity-' || activity_no as planted_event_id,
        person_no,
        company_no,
        event_type,
        case
            when event_type in ('community_posted', 'community_answered', 'proposal_accepted')
                then 'community'
            when event_type = 'review_posted' then 'social'
            when event_type = 'referral_made' then 'referral'
            when event_type = 'complaint_received' then 'support'
            when event_type = 'trial_started' then 'product'
            else 'content'
        end as channel,
        'generic' as source,
        activity_id as source_event_id,
        utc(occurred_at) as occurred_at,
        null as duplicate_of_source

    from free_activities

    union all by name

    select * from human_events_mail

    union all by name

    select * from human_events_webinars

    union all by name

    select * from human_events_web

    union all by name

    select * from human_events_social

)

select
    listed.planted_event_id,
    people.person_id,
    companies.company_id,
    listed.event_type,
    listed.channel,
    listed.source,
    listed.source_event_id,
    listed.occurred_at,
    listed.duplicate_of_source

from listed
left join people
    on listed.person_no = people.person_no
left join companies
    on listed.company_no = companies.company_no
order by listed.planted_event_id;

-- Who was asked to recommend us, and what they answered; of those who were asked and kept silent
-- the answer's columns are empty. invalid_reason is NULL for what counts. follow_up_at: when
-- somebody called or met the person because of it; others may have by chance.
create table truth__recommendations as
with relational as (

    select
        'form_nps' as source,
        survey_invited.survey_id,
        'relational' as survey_type,
        cast(null as varchar) as source_response_id,
        survey_invited.person_no,
        survey_invited.company_no,
        survey_invited.email,
        if(survey_invited.is_listed, survey_invited.invited_at, null) as invited_at,
        form_answers.responded_at,
        form_answers.score,
        coalesce(form_answers.is_anonymous, false) as is_anonymous,
        false as is_test,
        false as is_staff,
        survey_invited.person_month_no * 16 + 12 as activity_no

    from survey_invited
    left join form_answers
        on survey_invited.answer_key = form_answers.answer_key
    where survey_invited.is_listed or form_answers.answer_key is not null

),

listed as (

    select * from relational

    union all

    select
        'form_nps' as source,
        survey_id,
        'relational' as survey_type,
        null as source_response_id,
        null as person_no,
        null as company_no,
        email,
        null as invited_at,
        responded_at,
        score,
        false as is_anonymous,
        is_test,
        is_staff,
        null as activity_no

    from form_trials

    union all

    select
        'generic' as source,
        'tnps' as survey_id,
        'transactional' as survey_type,
        response_id as source_response_id,
        person_no,
        company_no,
        email,
        null as invited_at,
        responded_at,
        score,
        false as is_anonymous,
        is_test,
        false as is_staff,
        person_month_no * 16 + 13 as activity_no

    from tnps_answers

),

called as (

    select
        activity_no,
        min(occurred_at) as occurred_at

    from crm_activities
    where activity_no % 16 >= 12
    group by activity_no

)

select
    listed.source,
    listed.survey_id,
    listed.survey_type,
    listed.source_response_id,
    people.person_id,
    companies.company_id,
    listed.email,
    utc(listed.invited_at) as invited_at,
    utc(listed.responded_at) as responded_at,
    listed.score,
    listed.is_anonymous,
    case
        when listed.responded_at is null then null
        when listed.is_test then 'test'
        when listed.is_staff then 'staff'
        when listed.score is null then 'no_score'
        when listed.score > 10 then 'out_of_range'
        when listed.score <> floor(listed.score) then 'not_whole'
    end as invalid_reason,
    utc(called.occurred_at) as follow_up_at

from listed
left join people
    on listed.person_no = people.person_no
left join companies
    on listed.company_no = companies.company_no
left join called
    on listed.activity_no = called.activity_no
order by all;

-- What the marts must say of each wave.
create table truth__nps_waves as
select
    source,
    survey_id,
    count(distinct person_id) filter (where invited_at is not null) as invited,
    count(responded_at) filter (where invalid_reason is null) as responses,
    count(responded_at) filter (where invalid_reason is null and score >= 9) as promoters,
    count(responded_at) filter (where invalid_reason is null and score between 7 and 8) as passives,
    count(responded_at) filter (where invalid_reason is null and score <= 6) as detractors,
    round(100.0 * (promoters - detractors) / responses, 9) as nps

from truth__recommendations
where survey_type = 'relational'
group by source, survey_id
order by source, survey_id;

-- What the rules cannot and must not decide: records with nothing but a shared name or domain, and
-- people whom only the mail tool knows, at an address of the group.
create table truth__ambiguities as
with candidates as (

    select
        namesake_no,
        planted,
        domain,
        company_no,
        if(
            planted = 'same_name',
            if(company_no % 100 = 4, company_no - 1, company_no), namesake_no
        ) as family_no,
        list(company_id) over (
            partition by family_no order by company_no
            rows between unbounded preceding and unbounded following
        ) as candidate_company_ids

    from companies
    where planted in ('same_name', 'shared_domain')

)

select
    account_records.system as source,
    account_records.source_account_id,
    cast(null as varchar) as source_contact_id,
    if(candidates.planted = 'shared_domain', candidates.domain, null) as email_domain,
    candidates.planted as kind,
    candidates.candidate_company_ids

from account_records
inner join candidates
    on account_records.company_no = candidates.company_no
where account_records.copy_no = 3

union all

select
    'marketo' as source,
    null as source_account_id,
    contact_records.source_contact_id,
    candidates.domain as email_domain,
    'shared_domain' as kind,
    candidates.candidate_company_ids

from contact_records
inner join candidates
    on contact_records.company_no = candidates.company_no and candidates.planted = 'shared_domain'
where
    contact_records.system = 'marketo'
    and contact_records.email like '%@' || candidates.domain
    and contact_records.employment_no not in (
        select person_records.employment_no from person_records
        where person_records.record_type = 'contact'
    )

order by source, source_account_id, source_contact_id;

create table truth__mrr_monthly as
select
    companies.company_id,
    true_mrr.month,
    true_mrr.currency,
    true_mrr.mrr

from true_mrr
inner join companies
    on true_mrr.company_no = companies.company_no
order by true_mrr.company_no, true_mrr.currency, true_mrr.month;

create table truth__name_variants as
select distinct
    companies.company_id,
    account_records.account_name as variant,
    account_records.system as source,
    account_records.name_kind

from account_records
inner join companies
    on account_records.company_no = companies.company_no
order by all;

create table truth__duplicates as
with listed as (

    select
        'salesforce/' || if(kind = 'meeting_held', 'event/event_', 'task/task_')
        || strftime(exported_on, '%Y%m%d') || '.csv' as file,
        source_event_id as row_key,
        'same_row' as kind,
        'salesforce' as source

    from task_rows
    where is_repeated

    union all

    select
        file,
        activity_id as row_key,
        'same_row' as kind,
        'generic' as source

    from activity_rows
    where is_repeated

    union all

    select
        null as file,
        source_account_id as row_key,
        if(merged_at is null, 'second_account', 'merged_account') as kind,
        system as source

    from account_records
    where copy_no = 2

    union all

    select
        null as file,
        source_contact_id as row_key,
        'merged_contact' as kind,
        'hubspot' as source

    from double_contacts

    union all

    select
        file,
        row_key,
        kind,
        split_part(file, '/', 1) as source

    from duplicates_channels

    union all

    select
        file,
        null as row_key,
        'same_file' as kind,
        split_part(file, '/', 1) as source

    from written
    where file like '%(1).csv'

)

select * from listed
order by source, kind, file, row_key;

create table truth__late_files as
with listed as (

    select * from late_files_channels

    union all

    select
        file,
        'found_late' as kind

    from written
    where
        file in (
            'salesforce/task/task_20241015.csv',
            'generic/activities/activities_community_20241115.csv',
            'form_nps/nps-2024-05-2.csv'
        )

)

select
    *,
    split_part(file, '/', 1) as source

from listed
order by file;

-- Files with what happened in the last week make a load of their own.
create table truth__files as
select
    file,
    split_part(file, '/', 1) as source,
    row_count,
    if(file like '%20260331%' or file like '%2026-03-31%', 2, 1) as load_no

from written
order by file;
