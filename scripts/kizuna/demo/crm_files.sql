-- The two CRMs as files. Salesforce is the Data Export: each object a CSV, every cell in quotes,
-- times in UTC. HubSpot is what a connector writes. Each export has what was new or changed since
-- the one before: activities by the quarter, the rest by the year, the last week by itself.
-- Without webinars there is nobody who came to one.
create table if not exists webinar_crm_members (
    webinar_no bigint,
    campaign_name varchar,
    started_at timestamp,
    person_no bigint,
    employment_no bigint,
    company_no bigint,
    has_attended boolean,
    registered_at timestamp,
    planted_event_id varchar
);

create macro salesforce_file(name, exported_on) as dated_file(
    'salesforce/' || name, name, exported_on
);
create macro hubspot_file(name, exported_on) as dated_file(
    'hubspot/' || name, 'hubspot_' || name, exported_on
);
create macro connector_time(t) as strftime(utc(t), '%Y-%m-%d %H:%M:%S');
create macro reorganised_at() as timestamp '2024-04-01 09:00:00';

create macro written_website(domain, key) as (
    case whole(1, 6, 'website', key)
        when 1 then 'https://www.' || domain || '/'
        when 2 then 'http://' || domain
        when 3 then 'www.' || domain
        when 4 then 'https://' || domain || '/company/?utm_source=crm'
        when 5 then upper(domain)
        else domain
    end
);

create table salesforce__user as
select
    'salesforce/user/user_20260331.csv' as _file,
    salesforce_user_id as id,
    family_name as last_name,
    given_name as first_name,
    'ja' as language_locale_key,
    team as department,
    null as user_role_id,
    null as contact_id,
    if(left_on is null, 'true', 'false') as is_active,
    '2023-03-01T00:00:00.000Z' as created_date,
    zulu(coalesce(cast(left_on as timestamp), timestamp '2023-03-01 09:00:00')) as system_modstamp

from staff
where in_salesforce
order by staff_no;

-- The versions of an account: created, given to another owner, merged away.
create table account_versions as
with survivors as (

    select
        merged_away.record_key,
        first_records.source_account_id as survivor_id

    from account_records as merged_away
    inner join account_records as first_records
        on
            merged_away.company_no = first_records.company_no
            and merged_away.system = first_records.system
            and first_records.copy_no = 1
    where merged_away.merged_at is not null

)

select
    account_records.*,
    record_owners.owner_id,
    record_owners.new_owner_id,
    record_owners.changes_owner,
    survivors.survivor_id,
    t.version_no,
    if(
        t.version_no > 1 and record_owners.changes_owner,
        record_owners.new_owner_id, record_owners.owner_id
    ) as owner_then,
    t.version_no = 3 as is_merged_now,
    case t.version_no
        when 1 then account_records.created_at
        when 2 then reorganised_at()
        else account_records.merged_at
    end as changed_at

from account_records
inner join record_owners
    on account_records.record_key = record_owners.record_key
left join survivors
    on account_records.record_key = survivors.record_key
cross join generate_series(1, 3) as t (version_no)
where
    account_records.system in ('salesforce', 'hubspot')
    and (
        t.version_no = 1
        or t.version_no = 2 and record_owners.changes_owner
        -- HubSpot says it at the record that stays.
        or t.version_no = 3 and account_records.merged_at is not null
    );

create table salesforce__account as
select
    salesforce_file('account', yearly_export(cast(changed_at as date))) as _file,
    source_account_id as id,
    if(is_merged_now, 'true', 'false') as is_deleted,
    if(is_merged_now, survivor_id, null) as master_record_id,
    account_name as name,
    null as parent_id,
    corporate_number as hojin_bango__c,
    written_website(domain, record_key) as website,
    phone,
    industry,
    region as billing_state,
    employees as number_of_employees,
    owner_then as owner_id,
    zulu(created_at) as created_date,
    zulu(changed_at) as last_modified_date,
    zulu(changed_at) as system_modstamp

from account_versions
where system = 'salesforce'
order by _file, changed_at, id;

-- A contact of a record that is merged away moves to the record that stays.
create table salesforce__contact as
with versions as (

    select
        person_records.*,
        person_records.created_at as changed_at

    from person_records
    where person_records.system = 'salesforce' and person_records.record_type = 'contact'

    union all

    select
        person_records.* replace (account_versions.survivor_id as source_account_id),
        account_versions.merged_at as changed_at

    from person_records
    inner join account_versions
        on
            person_records.source_account_id = account_versions.source_account_id
            and account_versions.is_merged_now
            and person_records.created_at < account_versions.merged_at
    where person_records.system = 'salesforce' and person_records.record_type = 'contact'

)

select
    salesforce_file('contact', yearly_export(cast(changed_at as date))) as _file,
    source_contact_id as id,
    'false' as is_deleted,
    null as master_record_id,
    source_account_id as account_id,
    family_name as last_name,
    given_name as first_name,
    -- Typed by hand: sometimes with capitals or in full width.
    case
        when u('address typed', source_contact_id) < 0.03 then upper(email[1]) || email[2:]
        when u('address typed', source_contact_id) < 0.04 then full_width_latin(email)
        else email
    end as email,
    title,
    split_part(title, ' ', 1) as department,
    if(is_decision_maker, 'true', 'false') as is_decision_maker__c,
    if(consent_email, 'false', 'true') as has_opted_out_of_email,
    zulu(created_at) as created_date,
    zulu(changed_at) as last_modified_date,
    zulu(changed_at) as system_modstamp

from versions
order by _file, changed_at, id;

create table salesforce__lead as
with leads as (

    select
        person_records.*,
        companies.company_name,
        companies.prefecture,
        contacts.source_contact_id as converted_contact_id,
        contacts.source_account_id as converted_account_id,
        contacts.created_at as converted_at

    from person_records
    inner join companies
        on person_records.company_no = companies.company_no
    left join person_records as contacts
        on
            person_records.employment_no = contacts.employment_no
            and contacts.system = 'salesforce'
            and contacts.record_type = 'contact'
    where person_records.system = 'salesforce' and person_records.record_type = 'lead'

),

versions as (

    select
        *,
        false as is_converted,
        created_at as changed_at

    from leads

    union all

    select
        *,
        true as is_converted,
        converted_at as changed_at

    from leads
    where converted_at > created_at

)

select
    salesforce_file('lead', yearly_export(cast(changed_at as date))) as _file,
    source_contact_id as id,
    'false' as is_deleted,
    null as master_record_id,
    family_name as last_name,
    given_name as first_name,
    company_name as company,
    email,
    title,
    prefecture as state,
    'Web' as lead_source,
    if(is_converted, 'Qualified', 'Open - Not Contacted') as status,
    if(is_converted, 'true', 'false') as is_converted,
    if(is_converted, zulu(converted_at), null) as converted_date,
    if(is_converted, converted_account_id, null) as converted_account_id,
    if(is_converted, converted_contact_id, null) as converted_contact_id,
    zulu(created_at) as created_date,
    zulu(changed_at) as system_modstamp

from versions
order by _file, changed_at, id;

-- A deal in each export between its creation and its closing, as it stood then.
create table deal_versions as
select
    opportunities.*,
    opportunity_stages.stage_no as stage_then,
    opportunity_stages.salesforce_stage,
    opportunity_stages.hubspot_stage,
    opportunity_stages.entered_at,
    yearly_export(cast(opportunity_stages.entered_at as date)) as exported_on

from opportunities
inner join opportunity_stages
    on
        opportunities.system = opportunity_stages.system
        and opportunities.deal_no = opportunity_stages.deal_no
qualify row_number() over (
        partition by opportunities.system, opportunities.deal_no, exported_on
        order by opportunity_stages.stage_no desc
    ) = 1;

create table salesforce__opportunity as
select
    salesforce_file('opportunity', deal_versions.exported_on) as _file,
    deal_versions.source_opportunity_id as id,
    'false' as is_deleted,
    deal_versions.source_account_id as account_id,
    companies.core_name
    || case deal_versions.kind when 'new' then ' 新規導入' when 'renewal' then ' 契約更新' else ' 導入検討' end
        as name,
    deal_versions.salesforce_stage as stage_name,
    deal_versions.amount,
    deal_versions.currency as currency_iso_code,
    deal_versions.closes_on as close_date,
    if(deal_versions.stage_then = 5, 'true', 'false') as is_won,
    if(deal_versions.stage_then >= 5, 'true', 'false') as is_closed,
    if(deal_versions.kind = 'renewal', '既存顧客', '新規顧客') as type,
    if(deal_versions.kind = 'renewal', null, 'Web') as lead_source,
    record_owners.owner_id,
    zulu(deal_versions.created_at) as created_date,
    zulu(deal_versions.entered_at) as system_modstamp

from deal_versions
inner join companies
    on deal_versions.company_no = companies.company_no
inner join record_owners
    on deal_versions.record_key = record_owners.record_key
where deal_versions.system = 'salesforce'
order by _file, deal_versions.deal_no;

create table salesforce__opportunity_history as
select
    salesforce_file('opportunity_history', yearly_export(cast(entered_at as date))) as _file,
    salesforce_id('008', change_no) as id,
    source_opportunity_id as opportunity_id,
    salesforce_stage as stage_name,
    amount,
    zulu(entered_at) as created_date,
    zulu(entered_at) as system_modstamp

from opportunity_stages
where system = 'salesforce'
order by _file, entered_at, id;

-- Webinars are campaigns too: the members are those whom Salesforce knows.
create table webinar_campaigns as
select
    webinar_no,
    min(campaign_name) as campaign_name,
    min(started_at) as started_at,
    salesforce_id('701', 100 + webinar_no) as campaign_id

from webinar_crm_members
group by webinar_no;

create table salesforce__campaign as
with campaigns as (

    select
        campaign_id,
        show_name as campaign_name,
        '展示会' as campaign_type,
        show_day as starts_on,
        show_day + 2 as ends_on,
        1200000 as cost

    from trade_shows

    union all

    select
        campaign_id,
        campaign_name,
        'ウェビナー' as campaign_type,
        cast(started_at as date) as starts_on,
        cast(started_at as date) as ends_on,
        80000 as cost

    from webinar_campaigns

)

select
    salesforce_file('campaign', yearly_export(starts_on)) as _file,
    campaign_id as id,
    campaign_name as name,
    campaign_type as type,
    'Completed' as status,
    null as parent_id,
    starts_on as start_date,
    ends_on as end_date,
    cost as actual_cost,
    'false' as is_deleted,
    zulu(cast(starts_on - 40 as timestamp) + interval 10 hour) as created_date,
    zulu(cast(starts_on - 40 as timestamp) + interval 10 hour) as system_modstamp

from campaigns
order by _file, starts_on, id;

create table webinar_members as
select
    webinar_crm_members.*,
    webinar_campaigns.campaign_id,
    person_records.source_contact_id,
    person_records.record_type,
    person_records.email as record_email,
    row_number() over (
        order by
            webinar_crm_members.webinar_no,
            webinar_crm_members.employment_no,
            person_records.record_type
    ) as member_no,
    salesforce_id('00v', 1000000 + member_no) as member_id,
    if(
        webinar_crm_members.has_attended,
        cast(webinar_crm_members.started_at as date),
        cast(webinar_crm_members.registered_at as date)
    ) as responded_on

from webinar_crm_members
inner join webinar_campaigns
    on webinar_crm_members.webinar_no = webinar_campaigns.webinar_no
inner join person_records
    on
        webinar_crm_members.employment_no = person_records.employment_no
        and person_records.system = 'salesforce'
        and webinar_crm_members.started_at > person_records.created_at
qualify row_number() over (
        partition by webinar_crm_members.webinar_no, webinar_crm_members.employment_no
        order by person_records.record_type
    ) = 1;

create table salesforce__campaign_member as
with members as (

    select
        member_id,
        campaign_id,
        source_contact_id,
        record_type,
        email,
        if(has_attended, '来場', '招待済み') as status,
        has_attended as has_responded,
        if(has_attended, show_day, null) as responded_on,
        cast(show_day - 20 as timestamp) + interval 11 hour as created_at,
        if(has_attended, cast(show_day + 1 as timestamp) + interval 15 hour, created_at)
            as changed_at

    from show_members

    union all

    select
        member_id,
        campaign_id,
        source_contact_id,
        record_type,
        record_email as email,
        if(has_attended, '参加', '申込') as status,
        true as has_responded,
        responded_on,
        registered_at as created_at,
        cast(started_at as timestamp) + interval 20 hour as changed_at

    from webinar_members

)

select
    salesforce_file('campaign_member', yearly_export(cast(changed_at as date))) as _file,
    member_id as id,
    campaign_id,
    if(record_type = 'contact', source_contact_id, null) as contact_id,
    if(record_type = 'lead', source_contact_id, null) as lead_id,
    email,
    status,
    if(has_responded, 'true', 'false') as has_responded,
    responded_on as first_responded_date,
    'false' as is_deleted,
    zulu(created_at) as created_date,
    zulu(least(changed_at, timestamp '2026-03-31 20:00:00')) as system_modstamp

from members
order by _file, changed_at, id;

-- Rows of the last two days of a quarter stand in the next file once more: the export looks back a
-- little. Eight calls of June 2024 were found in October and exported late.
create table task_rows as
with listed as (

    select
        *,
        kind in ('call_attempted', 'call_connected', 'message_sent')
        and occurred_at >= timestamp '2024-06-03 00:00:00'
        and occurred_at < timestamp '2024-06-08 00:00:00' as is_late,
        if(is_late, date '2024-10-15', quarterly_export(cast(occurred_at as date))) as exported_on

    from crm_activities
    where system = 'salesforce'

)

select
    *,
    false as is_repeated

from listed

union all

select
    * replace (quarterly_export(exported_on + 1) as exported_on),
    true as is_repeated

from listed
where
    not is_late
    and exported_on < date '2026-03-01'
    and cast(occurred_at as date) >= exported_on - 1;

create table salesforce__task as
select
    salesforce_file('task', exported_on) as _file,
    source_event_id as id,
    source_contact_id as who_id,
    null as what_id,
    if(record_type = 'contact', source_account_id, null) as account_id,
    if(kind = 'message_sent', 'Email', 'Call') as task_subtype,
    if(kind = 'message_sent', 'メール', '電話') as type,
    'Completed' as status,
    'true' as is_closed,
    cast(occurred_at as date) as activity_date,
    zulu(occurred_at) as completed_date_time,
    if(kind = 'message_sent', null, 'Outbound') as call_type,
    case kind when 'call_connected' then '会話' when 'call_attempted' then '不在' end
        as call_disposition,
    case kind
        when 'call_connected' then fast_whole(60, 1800, 'call length', activity_no)
        when 'call_attempted' then 0
    end as call_duration_in_seconds,
    if(is_taken_back, 'true', 'false') as is_deleted,
    zulu(occurred_at) as created_date,
    zulu(occurred_at) as system_modstamp

from task_rows
where kind <> 'meeting_held'

union all

-- Planned, and not done when the exports end.
select
    'salesforce/task/task_20260331.csv' as _file,
    salesforce_id('00T', 90000000 + employment_no) as id,
    source_contact_id as who_id,
    null as what_id,
    source_account_id as account_id,
    'Call' as task_subtype,
    '電話' as type,
    'Not Started' as status,
    'false' as is_closed,
    date '2026-04-07' as activity_date,
    null as completed_date_time,
    null as call_type,
    null as call_disposition,
    null as call_duration_in_seconds,
    'false' as is_deleted,
    '2026-03-30T02:00:00.000Z' as created_date,
    '2026-03-30T02:00:00.000Z' as system_modstamp

from person_records
where
    system = 'salesforce' and record_type = 'contact' and valid_until is null
    and employment_no % 40 = 3

order by _file, created_date, id;

create table salesforce__event as
select
    salesforce_file('event', exported_on) as _file,
    source_event_id as id,
    source_contact_id as who_id,
    null as what_id,
    if(record_type = 'contact', source_account_id, null) as account_id,
    '打ち合わせ' as type,
    zulu(occurred_at) as start_date_time,
    zulu(occurred_at) as activity_date_time,
    cast(occurred_at as date) as activity_date,
    fast_whole(1, 4, 'meeting length', activity_no) * 30 as duration_in_minutes,
    'false' as is_all_day_event,
    'false' as is_child,
    if(is_taken_back, 'true', 'false') as is_deleted,
    zulu(greatest(occurred_at - interval 5 day, timestamp '2023-04-01 09:00:00')) as created_date,
    zulu(occurred_at + interval 2 hour) as system_modstamp

from task_rows
where kind = 'meeting_held'
order by _file, created_date, id;

create table hubspot__owner as
select
    'hubspot/owner/hubspot_owner_20260331.csv' as _file,
    hubspot_owner_id as owner_id,
    'PERSON' as type,
    given_name as first_name,
    family_name as last_name,
    email,
    left_on is null as is_active,
    '2023-03-01 00:00:00' as created_at,
    connector_time(coalesce(cast(left_on as timestamp), timestamp '2023-03-01 09:00:00'))
        as updated_at

from staff
where in_hubspot
order by staff_no;

create table hubspot__company as
with versions as (

    select
        *,
        cast(null as varchar) as merged_ids

    from account_versions
    where system = 'hubspot' and version_no < 3

    union all

    select
        kept.* replace (merged_away.merged_at as changed_at),
        merged_away.source_account_id || ':'
        || cast(epoch_ms(utc(merged_away.merged_at)) as varchar) as merged_ids

    from account_versions as merged_away
    inner join account_versions as kept
        on
            merged_away.survivor_id = kept.source_account_id
            and kept.version_no = 1
    where merged_away.system = 'hubspot' and merged_away.is_merged_now

)

select
    hubspot_file('company', yearly_export(cast(changed_at as date))) as _file,
    source_account_id as id,
    account_name as property_name,
    domain as property_domain,
    if(domain is null, null, 'www.' || domain) as property_website,
    corporate_number as property_houjin_bangou,
    -- As it is dialled from abroad, for some.
    if(u('phone form', record_key) < 0.3, '+81 ' || phone[2:], phone) as property_phone,
    industry as property_industry,
    region as property_state,
    '日本' as property_country,
    employees as property_numberofemployees,
    owner_then as property_hubspot_owner_id,
    merged_ids as property_hs_merged_object_ids,
    connector_time(created_at) as property_createdate,
    connector_time(changed_at) as property_hs_lastmodifieddate,
    false as is_company_deleted

from versions
order by _file, changed_at, id;

-- A person who changes employer keeps the record; address and company change. Where the record of
-- the company is merged away, the person moves with it.
create table hubspot__contact as
with versions as (

    select
        *,
        cast(null as varchar) as merged_ids,
        created_at as changed_at,
        min(created_at) over (partition by source_contact_id) as first_created_at

    from person_records
    where system = 'hubspot'

    union all

    select
        person_records.* replace (account_versions.survivor_id as source_account_id),
        null as merged_ids,
        account_versions.merged_at as changed_at,
        person_records.created_at as first_created_at

    from person_records
    inner join account_versions
        on
            person_records.source_account_id = account_versions.source_account_id
            and account_versions.is_merged_now
            and person_records.created_at < account_versions.merged_at
            and coalesce(person_records.valid_until > account_versions.merged_at, true)
    where person_records.system = 'hubspot'

    union all

    select
        person_records.* replace (
            double_contacts.source_contact_id as source_contact_id,
            double_contacts.email as email,
            null as source_account_id
        ),
        null as merged_ids,
        double_contacts.doubled_at as changed_at,
        double_contacts.doubled_at as first_created_at

    from person_records
    inner join double_contacts
        on
            person_records.employment_no = double_contacts.employment_no
            and person_records.system = 'hubspot'

    union all

    select
        person_records.*,
        double_contacts.source_contact_id || ':'
        || cast(epoch_ms(utc(double_contacts.merged_at)) as varchar) as merged_ids,
        double_contacts.merged_at as changed_at,
        person_records.created_at as first_created_at

    from person_records
    inner join double_contacts
        on
            person_records.employment_no = double_contacts.employment_no
            and person_records.system = 'hubspot'

)

select
    hubspot_file('contact', yearly_export(cast(changed_at as date))) as _file,
    source_contact_id as id,
    email as property_email,
    given_name as property_firstname,
    family_name as property_lastname,
    title as property_jobtitle,
    case role
        when 'decision_maker' then 'DECISION_MAKER'
        when 'champion' then 'CHAMPION'
        when 'user' then 'END_USER'
    end as property_hs_buying_role,
    source_account_id as property_associatedcompanyid,
    not consent_email as property_hs_email_optout,
    merged_ids as property_hs_calculated_merged_vids,
    connector_time(first_created_at) as property_createdate,
    connector_time(changed_at) as property_lastmodifieddate,
    false as is_contact_deleted

from versions
order by _file, changed_at, id, merged_ids;

create table hubspot__deal as
select
    hubspot_file('deal', deal_versions.exported_on) as _file,
    deal_versions.source_opportunity_id as deal_id,
    companies.core_name
    || case deal_versions.kind when 'new' then ' 新規導入' when 'renewal' then ' 契約更新' else ' 導入検討' end
        as property_dealname,
    'default' as deal_pipeline_id,
    deal_versions.hubspot_stage as deal_pipeline_stage_id,
    record_owners.owner_id,
    deal_versions.amount as property_amount,
    deal_versions.currency as property_deal_currency_code,
    'OFFLINE' as property_hs_analytics_source,
    deal_versions.stage_then >= 5 as property_hs_is_closed,
    deal_versions.stage_then = 5 as property_hs_is_closed_won,
    connector_time(cast(deal_versions.closes_on as timestamp) + interval 11 hour)
        as property_closedate,
    connector_time(deal_versions.created_at) as property_createdate,
    connector_time(deal_versions.entered_at) as property_hs_lastmodifieddate,
    false as is_deleted

from deal_versions
inner join companies
    on deal_versions.company_no = companies.company_no
inner join record_owners
    on deal_versions.record_key = record_owners.record_key
where deal_versions.system = 'hubspot'
order by _file, deal_versions.deal_no;

create table hubspot__deal_company as
select
    hubspot_file('deal_company', yearly_export(cast(created_at as date))) as _file,
    source_opportunity_id as deal_id,
    source_account_id as company_id,
    '5' as type_id,
    'HUBSPOT_DEFINED' as category,
    connector_time(created_at) as _fivetran_synced

from opportunities
where system = 'hubspot'
order by _file, deal_no;

create table hubspot__deal_stage as
select
    hubspot_file('deal_stage', yearly_export(cast(entered_at as date))) as _file,
    source_opportunity_id as deal_id,
    hubspot_stage as value,
    connector_time(entered_at) as date_entered,
    connector_time(entered_at) as _fivetran_start

from opportunity_stages
where system = 'hubspot'
order by _file, entered_at, deal_id, stage_no;

create table hubspot__deal_pipeline_stage as
select
    'hubspot/deal_pipeline_stage/hubspot_deal_pipeline_stage_20240331.csv' as _file,
    hubspot_stage as stage_id,
    'default' as pipeline_id,
    hubspot_label as label,
    stage_no >= 5 as is_closed,
    stage_no = 5 as closed_won,
    stage_no as display_order,
    true as active,
    '2023-03-01 00:00:00' as created_at,
    '2023-03-01 00:00:00' as updated_at

from stage_names
order by stage_no;

create table hubspot__engagement as
select
    hubspot_file('engagement', yearly_export(cast(occurred_at as date))) as _file,
    source_event_id as id,
    case kind when 'meeting_held' then 'MEETING' when 'message_sent' then 'EMAIL' else 'CALL' end
        as type,
    connector_time(occurred_at) as occurred_at,
    connector_time(occurred_at) as created_at,
    connector_time(occurred_at) as last_updated,
    false as _fivetran_deleted,
    connector_time(occurred_at + interval 3 hour) as _fivetran_synced

from crm_activities
where system = 'hubspot'
order by _file, source_event_id;

create table hubspot__engagement_call as
select
    hubspot_file('engagement_call', yearly_export(cast(occurred_at as date))) as _file,
    source_event_id as engagement_id,
    connector_time(occurred_at) as property_hs_timestamp,
    if(
        kind = 'call_connected',
        'f240bbac-87c9-4f6e-bf70-924b57d47db7', '73a0d17f-1163-4015-bdd5-ec830791da20'
    ) as property_hs_call_disposition,
    'COMPLETED' as property_hs_call_status,
    'OUTBOUND' as property_hs_call_direction,
    if(kind = 'call_connected', fast_whole(60, 1800, 'call length', activity_no) * 1000, 0)
        as property_hs_call_duration,
    connector_time(occurred_at) as property_hs_createdate,
    connector_time(occurred_at) as property_hs_lastmodifieddate,
    is_taken_back as _fivetran_deleted

from crm_activities
where system = 'hubspot' and kind in ('call_connected', 'call_attempted')
order by _file, source_event_id;

create table hubspot__engagement_email as
select
    hubspot_file('engagement_email', yearly_export(cast(occurred_at as date))) as _file,
    source_event_id as engagement_id,
    connector_time(occurred_at) as property_hs_timestamp,
    'EMAIL' as property_hs_email_direction,
    'SENT' as property_hs_email_status,
    connector_time(occurred_at) as property_hs_createdate,
    connector_time(occurred_at) as property_hs_lastmodifieddate,
    is_taken_back as _fivetran_deleted

from crm_activities
where system = 'hubspot' and kind = 'message_sent'
order by _file, source_event_id;

create table hubspot__engagement_meeting as
select
    hubspot_file('engagement_meeting', yearly_export(cast(occurred_at as date))) as _file,
    source_event_id as engagement_id,
    connector_time(occurred_at) as property_hs_timestamp,
    if(is_taken_back, 'CANCELED', 'COMPLETED') as property_hs_meeting_outcome,
    connector_time(occurred_at) as property_hs_meeting_start_time,
    connector_time(occurred_at + interval 1 hour) as property_hs_meeting_end_time,
    connector_time(
        greatest(occurred_at - interval 5 day, timestamp '2023-04-01 09:00:00')
    ) as property_hs_createdate,
    connector_time(occurred_at + interval 2 hour) as property_hs_lastmodifieddate,
    false as _fivetran_deleted

from crm_activities
where system = 'hubspot' and kind = 'meeting_held'
order by _file, source_event_id;

create table hubspot__engagement_contact as
select
    hubspot_file('engagement_contact', yearly_export(cast(occurred_at as date))) as _file,
    source_event_id as engagement_id,
    source_contact_id as contact_id,
    case kind when 'meeting_held' then 'MEETING' when 'message_sent' then 'EMAIL' else 'CALL' end
        as engagement_type,
    '1' as type_id,
    'HUBSPOT_DEFINED' as category,
    connector_time(occurred_at) as _fivetran_synced

from crm_activities
where system = 'hubspot'
order by _file, source_event_id;

create table hubspot__form as
select
    'hubspot/form/hubspot_form_20240331.csv' as _file,
    form_id as guid,
    form_name as name,
    'HUBSPOT' as form_type,
    '2023-03-01 00:00:00' as created_at,
    '2023-03-01 00:00:00' as updated_at

from forms
order by form_no;

create table hubspot__contact_form_submission as
select
    hubspot_file('contact_form_submission', yearly_export(cast(occurred_at as date))) as _file,
    source_contact_id as contact_id,
    form_id,
    connector_time(occurred_at) as occurred_at,
    conversion_id,
    'https://www.tsumugino.example/form/' || form_no as page_url,
    form_name as title,
    connector_time(occurred_at + interval 1 hour) as _fivetran_synced

from form_submissions
order by _file, conversion_id;
