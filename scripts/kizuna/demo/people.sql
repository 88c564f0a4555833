-- People, where they work and when, and by which id each system knows them. Seat 1 is the champion
-- who brought us in, seat 2 decides.
create table company_systems as
select
    company_no,
    planted is not null or u('crm', company_no) < 0.78 as in_salesforce,
    planted is not null or u('crm', company_no) >= 0.52 as in_hubspot,
    -- Some try and do not buy.
    becomes_customer or u('tries', company_no) < 0.2 as in_stripe,
    becomes_customer as in_zendesk

from companies;

create table seats as
with seats as (

    select
        companies.company_no,
        companies.company_no * 16 + t.seat as person_no,
        t.seat,
        companies.employees,
        companies.domain is null as has_no_domain,
        companies.becomes_customer,
        companies.known_on as company_known_on,
        companies.champion_leaves_month,
        if(
            companies.becomes_customer,
            whole(5, 7, 'seats', companies.company_no)
            + if(companies.employees > 100, 1, 0) + if(companies.employees > 400, 2, 0),
            whole(4, 6, 'seats', companies.company_no)
        ) as seat_count

    from companies
    cross join generate_series(1, 11) as t (seat)

)

select
    *,
    surname_of(person_no) as surname,
    given_name_of(person_no) as given_name,
    case
        when has_no_domain then 'free_mail'
        when seat <= 2 then 'business'
        when u('kind', person_no) < 0.035 then 'free_mail'
        when u('kind', person_no) < 0.055 then 'carrier_mail'
        else 'business'
    end as kind,
    [
        'champion', 'decision_maker', 'user', 'manager', 'user', 'user', 'admin', 'user',
        'manager', 'user', 'user'
    ][seat] as role,
    [
        '総務部 課長', '管理本部長', '経理部', '人事部 部長', '総務部', '営業部', '情報システム部',
        '経理部 主任', '情報システム部 課長', '製造部', '企画部'
    ][seat] as title,
    company_known_on + cast(
        if(seat <= 2 or u('known at once', person_no) < 0.5, 0, whole(5, 500, 'known', person_no))
        as integer
    ) as known_on

from seats
where seat <= seat_count;

create table people as
with stamped as (

    select
        *,
        known_on + cast(whole(60, 300, 'over-contacted from', person_no) as integer)
            as over_contacted_on,
        u('over-contacted', person_no) < 0.06
        and kind = 'business'
        and seat > 2
        and over_contacted_on < date '2025-09-01' as is_over_contacted

    from seats
    where known_on < date '2026-03-15'

)

select
    person_no,
    company_no,
    seat,
    role,
    title,
    role = 'decision_maker' as is_decision_maker,
    kind,
    id_of(
        'P', greatest(6, len(cast(getvariable('company_count') * 16 as varchar))),
        row_number() over (order by person_no)
    ) as person_id,
    surname.kanji as family_name,
    surname.kana as family_name_kana,
    surname.romaji as family_name_romaji,
    given_name.kanji as given_name,
    given_name.kana as given_name_kana,
    given_name.romaji as given_name_romaji,
    known_on,
    -- How gladly this person reacts, whatever the company does: 0.6 to 1.4.
    0.6 + 0.8 * u('reacts', person_no) as reaction_propensity,
    is_over_contacted,
    -- From here sales and marketing reach out to this person several times a week …
    if(is_over_contacted, over_contacted_on, null) as over_contacted_from,
    -- … and from here the person reacts to nothing any more (NULL: goes on reacting).
    if(
        is_over_contacted and u('fatigue', person_no) < 0.8,
        over_contacted_on + cast(whole(50, 100, 'fatigue', person_no) as integer), null
    ) as fatigue_from,
    u('consent', person_no) < 0.95 as consent_email,
    -- A champion leaves when the company's months say so, some others by chance.
    case
        when kind <> 'business' then null
        when seat = 1 and champion_leaves_month between 1 and 35
            then first_day() + to_months(champion_leaves_month)
        when seat > 2 and u('moves', person_no) < 0.06
            then first_day() + to_months(whole(3, 33, 'moves in', person_no))
    end as leaves_at,
    cast(if(leaves_at > known_on + 20, leaves_at, null) as date) as leaves_on

from stamped;

alter table people drop column leaves_at;

-- An address belongs to an employment; half-open, until_date NULL = still. Six in ten of those who
-- leave turn up at another company that we know.
create table employments as
with second_jobs as (

    select
        person_no,
        1 + (
            company_no - 1 + whole(1, getvariable('company_count') - 1, 'moves to', person_no)
        ) % getvariable('company_count') as company_no,
        leaves_on as from_date

    from people
    where leaves_on is not null and (seat = 1 or u('turns up', person_no) < 0.6)

),

jobs as (

    select
        person_no,
        1 as job_no,
        company_no,
        cast(null as date) as wished_from,
        leaves_on as until_date

    from people

    union all

    select
        second_jobs.person_no,
        2 as job_no,
        second_jobs.company_no,
        second_jobs.from_date as wished_from,
        null as until_date

    from second_jobs
    inner join companies
        on second_jobs.company_no = companies.company_no
    where companies.domain is not null

),

mailboxes as (

    select
        jobs.*,
        people.kind,
        people.person_id,
        -- Nobody knows since when; it is enough that it was before.
        coalesce(jobs.wished_from, people.known_on - 1) as from_date,
        greatest(people.known_on, coalesce(jobs.wished_from + 25, people.known_on)) as known_on,
        companies.domain,
        case whole(1, 3, 'address form', companies.namesake_no)
            when 1 then people.family_name_romaji || '.' || people.given_name_romaji
            when 2 then left(people.given_name_romaji, 1) || '-' || people.family_name_romaji
            else people.family_name_romaji
        end as mailbox,
        people.family_name_romaji,
        row_number() over (
            partition by companies.domain, mailbox order by jobs.job_no, jobs.person_no
        ) as namesake

    from jobs
    inner join people
        on jobs.person_no = people.person_no
    inner join companies
        on jobs.company_no = companies.company_no

)

select
    row_number() over (order by person_no, job_no) as employment_no,
    person_no,
    job_no,
    company_no,
    case kind
        when
            'business'
            then mailbox || if(namesake > 1, cast(namesake as varchar), '') || '@' || domain
        when 'free_mail'
            -- Too odd to be anybody's.
            then 'demo-' || lower(person_id) || '.' || family_name_romaji || '@' || pick(
                    [
                        'gmail.com',
                        'gmail.com',
                        'yahoo.co.jp',
                        'outlook.jp',
                        'icloud.com',
                        'hotmail.co.jp'
                    ],
                    'provider', person_no
                )
        else
            'demo-' || lower(person_id) || '.' || family_name_romaji || '@' || pick(
                [
                    'docomo.ne.jp',
                    'ezweb.ne.jp',
                    'softbank.ne.jp',
                    'au.com',
                    'ocn.ne.jp',
                    'nifty.com',
                    'biglobe.ne.jp', 'so-net.ne.jp', 'goo.jp'
                ], 'carrier', person_no
            )
    end as email,
    from_date,
    until_date,
    -- When the vendor learned of it.
    known_on

from mailboxes
where known_on < date '2026-03-20';

-- Which system has a record of which employment. HubSpot and Zendesk keep one record per person and
-- change its address; Salesforce and Marketo get a new record at the new employer. One in ten is
-- only in the mail tool. valid_from is when the record, or the address in it, came to be.
-- record_type tells leads of Salesforce from contacts.
create table contact_records as
with listed as (

    select
        employments.*,
        people.seat,
        people.seat > 2 and u('mail only', employments.person_no) < 0.12 as is_mail_only,
        case
            when people.seat <= 2 or employments.job_no > 1 then 'none'
            when u('lead', employments.person_no) < 0.08 then 'converted'
            when u('lead', employments.person_no) < 0.15 then 'open'
            else 'none'
        end as lead_state,
        if(
            lead_state = 'converted',
            cast(whole(10, 60, 'converted', employments.person_no) as integer),
            0
        ) as lead_days,
        company_systems.in_salesforce,
        company_systems.in_hubspot,
        company_systems.in_zendesk

    from employments
    inner join people
        on employments.person_no = people.person_no
    inner join company_systems
        on employments.company_no = company_systems.company_no

),

-- Some come as a lead, which becomes a contact, or not.
recorded as (

    select
        *,
        'salesforce' as system,
        'contact' as record_type,
        known_on + lead_days as valid_from,
        salesforce_id('003', employment_no) as source_contact_id

    from listed
    where in_salesforce and not is_mail_only and lead_state <> 'open'

    union all

    select
        *,
        'salesforce' as system,
        'lead' as record_type,
        known_on as valid_from,
        salesforce_id('00Q', employment_no) as source_contact_id

    from listed
    where in_salesforce and not is_mail_only and lead_state <> 'none'

    union all

    select
        *,
        'hubspot' as system,
        'contact' as record_type,
        known_on as valid_from,
        cast(18000000000 + person_no * 977 as varchar) as source_contact_id

    from listed
    where in_hubspot and not is_mail_only

    union all

    select
        *,
        'marketo' as system,
        'contact' as record_type,
        known_on as valid_from,
        cast(100000 + employment_no as varchar) as source_contact_id

    from listed

    union all

    select
        *,
        'zendesk' as system,
        'contact' as record_type,
        known_on as valid_from,
        cast(360000000000 + person_no * 4099 as varchar) as source_contact_id

    from listed
    where in_zendesk and not is_mail_only

)

select
    person_no,
    employment_no,
    company_no,
    system,
    record_type,
    source_contact_id,
    email,
    valid_from,
    until_date as valid_until

from recorded
where valid_from < date '2026-03-30' and coalesce(valid_from < until_date, true);
