-- Marketo's people, programs, smart campaigns and e-mails, and what became of people: merged after
-- they came in twice, or deleted when a mailbox was gone.
create table mail_twins as
with chosen as (

    select
        *,
        known_at + to_days(cast(fast_whole(40, 160, 'twin', address_no) as integer))
        + interval 13 hour as created_at,
        created_at + to_days(cast(fast_whole(20, 60, 'merge', address_no) as integer))
        + interval 2 hour as merged_at

    from mail_addresses
    where consent_email and n('is twin', address_no) < 0.02

)

select
    *,
    cast(5000000 + address_no as varchar) as twin_id,
    upper(email) as twin_email

from chosen
where merged_at < least(left_at, mail_ends() - interval 10 day);

create table mail_deletions as
with gone as (

    select
        mail_addresses.address_no,
        mail_addresses.lead_id,
        mails.arrived_at
        + to_days(cast(fast_whole(20, 90, 'deleted', mails.address_no) as integer)) as deleted_at

    from mails
    inner join mail_addresses
        on mails.address_no = mail_addresses.address_no
    where mails.outcome = 'hard' and n('is deleted', mails.address_no) < 0.3

)

select * from gone
where deleted_at < mail_ends();

-- A person comes again whenever something about them has changed.
create table marketo__lead as
with versions as (

    select
        address_no,
        lead_id,
        email,
        not consent_email as unsubscribed,
        false as marketing_suspended,
        false as is_deleted,
        known_at as created_at,
        known_at as updated_at

    from mail_addresses

    union all

    select
        mail_addresses.address_no,
        mail_addresses.lead_id,
        mail_addresses.email,
        true as unsubscribed,
        false as marketing_suspended,
        false as is_deleted,
        mail_addresses.known_at as created_at,
        mail_doings.occurred_at as updated_at

    from mail_doings
    inner join mail_addresses
        on mail_doings.address_no = mail_addresses.address_no
    where mail_doings.event_type = 'unsubscribe'

    union all

    -- No more mail to a mailbox that is gone.
    select
        mail_addresses.address_no,
        mail_addresses.lead_id,
        mail_addresses.email,
        false as unsubscribed,
        true as marketing_suspended,
        false as is_deleted,
        mail_addresses.known_at as created_at,
        mails.arrived_at as updated_at

    from mails
    inner join mail_addresses
        on mails.address_no = mail_addresses.address_no
    where mails.outcome = 'hard'

    union all

    select
        mail_twins.address_no,
        mail_twins.twin_id as lead_id,
        mail_twins.twin_email as email,
        false as unsubscribed,
        false as marketing_suspended,
        t.is_merged as is_deleted,
        mail_twins.created_at,
        if(t.is_merged, mail_twins.merged_at, mail_twins.created_at) as updated_at

    from mail_twins
    cross join (values (false), (true)) as t (is_merged)

),

crm as (

    select
        employment_no,
        max(source_contact_id) filter (record_type = 'contact') as contact_id,
        max(source_contact_id) filter (record_type = 'lead') as lead_id

    from contact_records
    where system = 'salesforce'
    group by employment_no

)

select
    marketo_file('lead', versions.updated_at) as _file,
    versions.lead_id as id,
    versions.email,
    people.given_name as first_name,
    people.family_name as last_name,
    people.title,
    companies.company_name as company,
    'https://www.' || companies.domain || '/' as website,
    cast(null as varchar) as phone,
    crm.contact_id as sfdc_contact_id,
    crm.lead_id as sfdc_lead_id,
    cast(null as varchar) as sfdc_account_id,
    versions.unsubscribed,
    versions.marketing_suspended,
    false as black_listed,
    versions.is_deleted,
    utc(versions.created_at) as created_at,
    utc(versions.updated_at) as updated_at

from versions
inner join mail_addresses
    on versions.address_no = mail_addresses.address_no
inner join people
    on mail_addresses.person_no = people.person_no
inner join companies
    on mail_addresses.company_no = companies.company_no
left join crm
    on mail_addresses.employment_no = crm.employment_no
order by versions.updated_at, versions.lead_id;

create table marketo__activity_merge_leads as
select
    marketo_file('activity_merge_leads', merged_at) as _file,
    cast(700000000000 + address_no as varchar) as id,
    lead_id,
    utc(merged_at) as activity_date,
    '[' || twin_id || ']' as merge_ids,
    'Marketo UI' as merge_source

from mail_twins
order by merged_at, address_no;

create table marketo__activity_delete_lead as
select
    marketo_file('activity_delete_lead', deleted_at) as _file,
    cast(800000000000 + address_no as varchar) as id,
    lead_id,
    utc(deleted_at) as activity_date

from mail_deletions
order by deleted_at, address_no;

create table mail_programs as
select
    program_name,
    any_value(channel) as channel,
    any_value(kind) as kind,
    any_value(first_day) as first_day,
    1000 + row_number() over (order by min(mailing_no)) as program_id

from mailings
group by program_name;

create table marketo__program as
select
    marketo_file('program', first_day) as _file,
    program_id as id,
    program_name as name,
    channel,
    case kind
        when 'invitation' then 'Event with Webinar'
        when 'nurture' then 'Engagement'
        else 'Email'
    end as type,
    'completed' as status,
    utc(cast(first_day as timestamp)) as start_date,
    utc(cast(first_day + interval 1 month as timestamp)) as end_date,
    cast(null as varchar) as sfdc_id,
    utc(cast(first_day as timestamp)) as created_at,
    utc(cast(first_day as timestamp)) as updated_at

from mail_programs
order by first_day, program_id;

create table marketo__campaign as
select
    marketo_file('campaign', mailings.starts_at) as _file,
    5000 + mailings.mailing_no as id,
    '配信 ' || mailings.mail_name as name,
    'batch' as type,
    mail_programs.program_id,
    false as is_deleted,
    utc(mailings.starts_at - interval 2 hour) as created_at,
    utc(mailings.starts_at - interval 1 hour) as updated_at

from mailings
inner join mail_programs
    on mailings.program_name = mail_programs.program_name
order by mailings.mailing_no;

-- Every third e-mail was corrected before it went out.
create table marketo__email_template_history as
select
    marketo_file('email_template_history', mailings.starts_at) as _file,
    1000 + mailings.mailing_no as id,
    t.version,
    mailings.mail_name as name,
    if(t.version = 1 and mailings.mailing_no % 3 = 0, '[下書き] ', '') || '【ツムギノ】'
    || mailings.mail_name as subject,
    false as operational,
    mail_programs.program_id,
    if(t.version = 1 and mailings.mailing_no % 3 = 0, 'draft', 'approved') as status,
    utc(mailings.starts_at - interval 26 hour) as created_at,
    utc(mailings.starts_at - to_hours(27 - t.version)) as updated_at

from mailings
inner join mail_programs
    on mailings.program_name = mail_programs.program_name
cross join generate_series(1, 2) as t (version)
where t.version = 1 or mailings.mailing_no % 3 = 0
order by mailings.mailing_no, t.version;

-- A twin is another record of the same person, for as long as it lives.
insert into contact_records by name
select
    mail_twins.person_no,
    mail_twins.employment_no,
    mail_twins.company_no,
    'marketo' as system,
    mail_twins.record_type,
    mail_twins.twin_id as source_contact_id,
    lower(mail_twins.twin_email) as email,
    cast(mail_twins.created_at as date) as valid_from,
    cast(mail_twins.merged_at as date) as valid_until

from mail_twins;
