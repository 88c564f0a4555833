-- Deals, in the CRM that sells to the company: Salesforce where it is there, else HubSpot. A
-- renewal is open until the day of the end of the term and tells nothing before.
create table selling_records as
select
    companies.company_no,
    account_records.system,
    account_records.record_key,
    account_records.source_account_id,
    account_records.created_at as account_created_at

from companies
inner join company_systems
    on companies.company_no = company_systems.company_no
inner join account_records
    on
        companies.company_no = account_records.company_no
        and account_records.system = if(company_systems.in_salesforce, 'salesforce', 'hubspot')
        and account_records.copy_no = 1;

create table opportunities as
with first_items as (

    select
        company_no,
        unit_amount * quantity * 12 // term_months as amount,
        currency,
        started_on,
        ended_on,
        term_months

    from contract_items
    where chain_no = 1 and change_no = 0

),

term_ends as (

    select
        first_items.*,
        cast(first_items.started_on + to_months(t.term_no * first_items.term_months) as date)
            as term_end

    from first_items
    cross join generate_series(1, 6) as t (term_no)
    where first_items.term_months >= 6

),

occasions as (

    select
        company_no,
        'new' as kind,
        started_on - cast(whole(10, 19, 'new deal', company_no) as integer) as created_on,
        started_on as closes_on,
        true as is_won,
        amount,
        currency

    from first_items

    union all

    select
        company_no,
        'renewal' as kind,
        term_end - 60 as created_on,
        term_end as closes_on,
        coalesce(term_end <> ended_on, true) as is_won,
        amount,
        currency

    from term_ends
    where term_end <= coalesce(ended_on, date '2026-05-30')

    union all

    select
        company_no,
        'lost' as kind,
        known_on + cast(whole(10, 60, 'lost deal', company_no) as integer) as created_on,
        created_on + cast(whole(30, 150, 'lost deal closes', company_no) as integer) as closes_on,
        false as is_won,
        29800 * 12 * whole(1, 6, 'lost deal size', company_no) as amount,
        'JPY' as currency

    from companies
    where not becomes_customer and u('has deal', company_no) < 0.6

)

select
    selling_records.*,
    occasions.kind,
    occasions.amount,
    occasions.currency,
    occasions.closes_on,
    occasions.closes_on <= last_day_of_all() as is_closed,
    is_closed and occasions.is_won as has_been_won,
    row_number() over (
        partition by selling_records.system
        order by occasions.created_on, occasions.company_no, occasions.kind, occasions.closes_on
    ) as deal_no,
    if(
        selling_records.system = 'salesforce',
        salesforce_id('006', deal_no), cast(5200000000 + deal_no * 3571 as varchar)
    ) as source_opportunity_id,
    greatest(
        selling_records.account_created_at + to_minutes(30),
        cast(occasions.created_on as timestamp)
        + to_seconds(
            whole(9 * 3600, 18 * 3600, 'deal created', occasions.company_no || occasions.kind)
        )
    ) as created_at,
    -- What it is at the end of all exports: the stage's number, 5 won, 6 lost.
    case
        when has_been_won then 5
        when is_closed then 6
        else 1 + least(
                3,
                cast(
                    floor(
                        4.0 * (last_day_of_all() - cast(created_at as date))
                        / greatest(1, occasions.closes_on - cast(created_at as date))
                    ) as integer
                )
            )
    end as stage_no

from occasions
inner join selling_records
    on occasions.company_no = selling_records.company_no
where
    occasions.created_on < date '2026-03-28'
    and selling_records.account_created_at < cast(occasions.closes_on as timestamp);

create table stage_names as
select t.*
from (
    values
    (1, '初回商談', 'appointmentscheduled', 'アポイント設定'),
    (2, 'ニーズ確認', 'qualifiedtobuy', '購入見込みあり'),
    (3, '提案', 'presentationscheduled', '提案'),
    (4, '見積提示', 'contractsent', '契約書送付'),
    (5, '受注', 'closedwon', '成約'),
    (6, '失注', 'closedlost', '失注')
) as t (stage_no, salesforce_stage, hubspot_stage, hubspot_label);

-- The stages on the way, at equal distances, and the last.
create table opportunity_stages as
select
    opportunities.system,
    opportunities.deal_no,
    opportunities.source_opportunity_id,
    opportunities.amount,
    stage_names.*,
    opportunities.deal_no * 8 + stage_names.stage_no as change_no,
    case
        when stage_names.stage_no >= 5
            then greatest(
                    cast(opportunities.closes_on as timestamp) + interval 11 hour,
                    opportunities.created_at + to_minutes(10)
                )
        else opportunities.created_at + to_seconds(
                (stage_names.stage_no - 1) * greatest(
                    60,
                    86400 * (opportunities.closes_on - cast(opportunities.created_at as date)) // 5
                )
            )
    end as entered_at

from opportunities
inner join stage_names
    on
        opportunities.stage_no = stage_names.stage_no
        or stage_names.stage_no < least(opportunities.stage_no, 5)
where entered_at < timestamp '2026-04-01 00:00:00';

-- Trade shows and seminars, twice a year; who came was entered into Salesforce.
create table trade_shows as
select
    t.show_no,
    t.show_name,
    t.show_day,
    salesforce_id('701', t.show_no) as campaign_id
from (
    values
    (1, '総務・人事・経理Week 2023 夏', date '2023-06-28'),
    (2, 'バックオフィス展示会 2023 秋', date '2023-11-15'),
    (3, '総務・人事・経理Week 2024 夏', date '2024-06-26'),
    (4, 'バックオフィス展示会 2024 秋', date '2024-11-13'),
    (5, '総務・人事・経理Week 2025 夏', date '2025-06-25'),
    (6, 'バックオフィス展示会 2025 秋', date '2025-11-12'),
    (7, 'ツムギノ ユーザー会 2026', date '2026-03-26')
) as t (show_no, show_name, show_day);

create table show_members as
with invited as (

    select
        trade_shows.*,
        person_records.*,
        people.reaction_propensity,
        people.fatigue_from,
        company_months.engagement,
        company_months.is_customer,
        person_records.person_no * 8 + trade_shows.show_no as member_key

    from trade_shows
    inner join person_records
        on
            person_records.system = 'salesforce'
            and cast(trade_shows.show_day - 21 as timestamp) > person_records.created_at
            and coalesce(trade_shows.show_day < person_records.valid_until, true)
    inner join people
        on person_records.person_no = people.person_no
    inner join company_months
        on
            person_records.company_no = company_months.company_no
            and month_no_of(trade_shows.show_day) = company_months.month_no
    -- The contact, where a lead became one.
    qualify row_number() over (
            partition by trade_shows.show_no, person_records.employment_no
            order by person_records.record_type
        ) = 1

)

select
    *,
    n('came', member_key) < 0.12 * (0.3 + 1.4 * engagement) * reaction_propensity
    and coalesce(show_day < fatigue_from, true) as has_attended,
    row_number() over (order by show_no, person_no, employment_no) as member_no,
    salesforce_id('00v', member_no) as member_id

from invited
where n('invited', member_key) < 0.35;
