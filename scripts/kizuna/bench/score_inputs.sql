-- What the score's models read, made of numbers alone: contacts, their companies, who was known to
-- belong to whom and when, and events of three years. $events, $contacts and $accounts say how
-- many there are.
create or replace table intermediate.int_inputs__as_of as
select
    date '2026-03-31' as as_of_date,
    date '2026-03-31' as data_through,
    timestamp '2026-03-31 15:00:00' as as_of_ends_at,
    timestamp '2026-03-31 15:00:00' as known_until;

create or replace table intermediate.int_identity__account_records as
select
    i + 1 as record_no,
    md5('record' || i) as record_id,
    'crm' as source,
    'c' || i as source_account_id,
    timestamp '2023-01-01 00:00:00' + to_hours(cast(hash(i) % 8000 as integer)) as first_known_at
from (select unnest(range($accounts)) as i) as numbers;

create or replace table intermediate.int_inputs__account_versions as
select
    source,
    source_account_id,
    cast(10 * (1 + hash(record_id) % 200) as bigint) as employees,
    first_known_at as known_from,
    cast(null as timestamp) as known_until
from intermediate.int_identity__account_records;

-- One company in ten was found to be another one, after a year or two.
create or replace table intermediate.int_identity__account_link_history as
with records as (
    select
        *,
        timestamp '2024-06-01 00:00:00' + to_hours(cast(hash(record_no) % 12000 as integer))
            as merged_at
    from intermediate.int_identity__account_records
)

select
    source,
    source_account_id,
    record_id as account_id,
    first_known_at as known_from,
    case when record_no % 10 = 0 then merged_at end as known_until
from records
union all
select
    source,
    source_account_id,
    md5('record' || (record_no - 2)) as account_id,
    merged_at as known_from,
    null as known_until
from records
where record_no % 10 = 0;

create or replace table intermediate.int_identity__contacts as
select
    md5('contact' || i) as contact_id,
    i % $accounts as account_no,
    false as is_internal
from (select unnest(range($contacts)) as i) as numbers;

create or replace table intermediate.int_identity__contact_employers as
select
    contacts.contact_id,
    links.account_id,
    timestamp '1900-01-01 00:00:00' as valid_from,
    cast(null as timestamp) as valid_until,
    links.known_from,
    links.known_until
from intermediate.int_identity__contacts as contacts
inner join intermediate.int_identity__account_link_history as links
    on 'c' || contacts.account_no = links.source_account_id;

-- Two in three have a role, and one in twenty of those was promoted.
create or replace table intermediate.int_identity__contact_roles as
with held as (
    select
        contact_id,
        hash(contact_id) as h,
        timestamp '2024-04-01 00:00:00' as promoted_at
    from intermediate.int_identity__contacts
    where hash(contact_id) % 3 > 0
)

select
    contact_id,
    ['情報システム部', '営業部 主任', '経理部', '総務部 課長'][cast(1 + h // 7 % 4 as bigint)] as role,
    timestamp '1900-01-01 00:00:00' as valid_from,
    case when h % 20 = 0 then promoted_at end as valid_until,
    timestamp '2023-01-01 00:00:00' as known_from,
    cast(null as timestamp) as known_until
from held
union all
select
    contact_id,
    '営業部 部長' as role,
    promoted_at as valid_from,
    null as valid_until,
    promoted_at as known_from,
    null as known_until
from held
where h % 20 = 0;

-- A third of all events by a tenth of the contacts; one in two hundred is a machine's, one in fifty
-- became known up to forty days late. Half of them name the company.
create or replace table intermediate.int_activity__engagement_events as
with numbers as (
    select
        i,
        hash(i) as h
    from (select unnest(range($events)) as i) as numbers
),

happened as (
    select
        i,
        h,
        case when h % 3 = 0 then h // 3 % ($contacts // 10) else h // 3 % $contacts end
            as contact_no,
        timestamp '2023-04-01 00:00:00' + to_seconds(cast(hash(i + 1) % 94651200 as bigint))
            as occurred_at,
        h // 1000003 % 100 as kind_no
    from numbers
),

kinds as (
    select
        happened.*,
        case
            when kind_no < 35 then 'page_viewed'
            when kind_no < 50 then 'email_opened'
            when kind_no < 65 then 'session_engaged'
            when kind_no < 77 then 'email_clicked'
            when kind_no < 82 then 'email_sent'
            when kind_no < 86 then 'webinar_registered'
            when kind_no < 90 then 'webinar_attended'
            when kind_no < 93 then 'content_downloaded'
            when kind_no < 95 then 'call_connected'
            when kind_no < 97 then 'ticket_opened'
            when kind_no < 99 then 'question_asked'
            else 'community_answered'
        end as event_type
    from happened
)

select
    md5('event' || kinds.i) as event_id,
    md5(
        'record' || case
            when kinds.contact_no % $accounts % 10 = 9 then kinds.contact_no % $accounts - 1
            else kinds.contact_no % $accounts
        end
    ) as account_id,
    md5('contact' || kinds.contact_no) as contact_id,
    kinds.occurred_at,
    kinds.occurred_at + to_days(
        cast(if(kinds.h // 50021 % 50 = 0, kinds.h // 2000003 % 40, 0) as integer)
    ) as available_at,
    cast(kinds.occurred_at + interval 9 hours as date) as event_date,
    kinds.event_type,
    event_types.direction,
    event_types.depth,
    event_types.valence,
    kinds.h // 60013 % 200 = 0 as is_machine,
    'crm' as source,
    if(kinds.h // 70001 % 2 = 0, 'c' || kinds.contact_no % $accounts, null) as source_account_id
from kinds
inner join seeds.event_types as event_types
    on kinds.event_type = event_types.event_type;
