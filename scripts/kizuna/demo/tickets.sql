-- Zendesk. Where a company has trouble, tickets are many and stay open.
create macro zendesk_file(folder, name, exported_on) as dated_file(
    'zendesk/' || folder, 'zendesk_' || name, exported_on
);

create table true_tickets as
with opened as (

    select
        person_months.*,
        person_records.source_contact_id,
        person_records.source_account_id,
        person_months.person_month_no * 4 + t.occasion as ticket_key,
        fast_office_hours(months.business_days, 'ticket', ticket_key) as opened_at,
        person_months.has_trouble and n('stays open', ticket_key) < 0.6 as stays_open

    from person_months
    inner join person_records
        on
            person_months.employment_no = person_records.employment_no
            and person_records.system = 'zendesk'
    inner join months
        on person_months.month_no = months.month_no
    cross join generate_series(1, 3) as t (occasion)
    where
        person_months.is_customer
        and n('ticket', ticket_key)
        < (0.008 + 0.016 * person_months.engagement + 0.016 * (1 - person_months.satisfaction))
        * if(person_months.has_trouble, 4.0, 1.0)
        and opened_at > person_records.created_at
        and coalesce(opened_at < person_months.until_date, true)

)

select
    *,
    row_number() over (order by opened_at, ticket_key) as ticket_no,
    cast(1000 + ticket_no as varchar) as ticket_id,
    if(
        stays_open,
        if(
            n('never', ticket_key) < 0.5,
            null, opened_at + to_seconds(fast_whole(40 * 86400, 120 * 86400, 'late', ticket_key))
        ),
        opened_at + to_seconds(fast_whole(3600, 5 * 86400, 'solved', ticket_key))
    ) as wished_solved_at,
    if(wished_solved_at < timestamp '2026-03-31 23:00:00', wished_solved_at, null) as solved_at

from opened;

create table zendesk__organizations as
select
    zendesk_file('organizations', 'organization', yearly_export(created_on)) as _file,
    source_account_id as id,
    account_name as name,
    null as external_id,
    if(domain is null, '[]', '["' || domain || '"]') as domain_names,
    connector_time(created_at) as created_at,
    connector_time(created_at) as updated_at

from account_records
where system = 'zendesk'
order by _file, created_at, id;

create table zendesk__users as
with users as (

    select
        source_contact_id,
        family_name || ' ' || given_name as user_name,
        email,
        'end-user' as role,
        -- Some are in no organization.
        if(u('no organization', source_contact_id) < 0.1, null, source_account_id)
            as organization_id,
        min(created_at) over (partition by source_contact_id) as created_at,
        created_at as updated_at

    from person_records
    where system = 'zendesk'

    union all

    select
        zendesk_user_id as source_contact_id,
        family_name || ' ' || given_name as user_name,
        email,
        'agent' as role,
        null as organization_id,
        timestamp '2023-04-01 09:00:00' as created_at,
        timestamp '2023-04-01 09:00:00' as updated_at

    from staff
    where in_zendesk

)

select
    zendesk_file('users', 'user', yearly_export(cast(updated_at as date))) as _file,
    source_contact_id as id,
    user_name as name,
    email,
    role,
    organization_id,
    true as active,
    connector_time(created_at) as created_at,
    connector_time(updated_at) as updated_at

from users
order by _file, updated_at, id;

create table zendesk__tickets as
with agents as (

    select list(zendesk_user_id order by staff_no) as ids
    from staff
    where in_zendesk

),

versions as (

    select
        *,
        false as is_solved,
        opened_at as updated_at,
        quarterly_export(cast(opened_at as date)) as exported_on

    from true_tickets
    where
        solved_at is null
        or quarterly_export(cast(solved_at as date)) > quarterly_export(cast(opened_at as date))

    union all

    select
        *,
        true as is_solved,
        solved_at as updated_at,
        quarterly_export(cast(solved_at as date)) as exported_on

    from true_tickets
    where solved_at is not null

)

select
    zendesk_file('tickets', 'ticket_data', versions.exported_on) as _file,
    versions.ticket_id as id,
    versions.source_contact_id as requester_id,
    if(
        versions.is_solved or n('assigned', versions.ticket_key) < 0.8,
        agents.ids[1 + versions.ticket_no % 4],
        null
    )
        as assignee_id,
    if(u('no organization', versions.source_contact_id) < 0.1, null, versions.source_account_id)
        as organization_id,
    if(
        versions.is_solved, 'solved', if(n('pending', versions.ticket_key) < 0.3, 'pending', 'open')
    ) as status,
    if(
        versions.has_trouble,
        'high',
        ['low', 'normal', 'normal', 'normal'][fast_whole(1, 4, 'priority', versions.ticket_key)]
    ) as priority,
    ['question', 'question', 'problem', 'incident'][fast_whole(1, 4, 'type', versions.ticket_key)]
        as type,
    ['web', 'email', 'email', 'chat'][fast_whole(1, 4, 'via', versions.ticket_key)] as via_channel,
    if(versions.is_solved, connector_time(versions.solved_at), null) as solved_at,
    connector_time(versions.opened_at) as created_at,
    connector_time(versions.updated_at) as updated_at

from versions
cross join agents
order by _file, versions.ticket_no, updated_at;

-- One in three who got an answer rates it.
create table ticket_ratings as
select
    *,
    solved_at + to_seconds(fast_whole(3600, 3 * 86400, 'rated', ticket_key)) as rated_at,
    if(
        n('good', ticket_key) < 0.25 + 0.8 * satisfaction - if(stays_open, 0.4, 0.0), 'good', 'bad'
    ) as rating

from true_tickets
where
    solved_at is not null
    and n('rates', ticket_key) < 0.33
    and rated_at < timestamp '2026-03-31 23:30:00'
    and coalesce(rated_at < until_date, true)
    and coalesce(rated_at < fatigue_from, true);

create table zendesk__satisfaction_ratings as
select
    zendesk_file(
        'satisfaction_ratings', 'satisfaction_rating',
        yearly_export(cast(rated_at as date))
    ) as _file,
    cast(800000 + ticket_no as varchar) as id,
    ticket_id,
    source_contact_id as requester_id,
    rating as score,
    connector_time(rated_at) as created_at,
    connector_time(rated_at) as updated_at

from ticket_ratings

union all

-- Asked, and no answer.
select
    zendesk_file(
        'satisfaction_ratings', 'satisfaction_rating',
        yearly_export(cast(solved_at as date))
    ) as _file,
    cast(800000 + ticket_no as varchar) as id,
    ticket_id,
    source_contact_id as requester_id,
    'offered' as score,
    connector_time(solved_at) as created_at,
    connector_time(solved_at) as updated_at

from true_tickets
where
    solved_at is not null
    and ticket_no not in (select ticket_ratings.ticket_no from ticket_ratings)

order by _file, id;
