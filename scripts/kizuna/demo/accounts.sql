-- The companies in the CRM, with what nobody sees: how well it goes with them, when they become customers,
-- change their plan, leave and come back. Numbers 1 to 170 become customers, the rest stay prospects.
create table companies as
with names as (

    select
        stems.kanji || trades.suffix as core_name,
        stems.romaji || '-' || trades.romaji as slug,
        trades.industry,
        cast(null as varchar) as account_name,
        2 + row_number() over (order by u('company', core_name), core_name) as no

    from stems
    cross join trades

    union all

    select
        core_name, slug, industry, account_name, no

    from (
        values
        ('Larkfield Instruments', 'larkfield', '製造業', 'Larkfield Instruments Japan K.K.', 1),
        ('Osterhav Logistics', 'osterhav', '運輸業', 'Osterhav Logistics Japan, Inc.', 2)
    ) as foreign_companies (core_name, slug, industry, account_name, no)

),

traits as (

    select
        * exclude (account_name),
        no <= 170 as becomes_customer,
        u('health', no) as health,
        whole(12, 60, 'small', no)
        + cast(floor(u('size', no) * u('size', no) * u('size', no) * 1800) as bigint) as employees,
        case
            when no <= 2 or u('legal form', no) < 0.46 then '株式会社'
            when u('legal form', no) < 0.86 then '(株式会社)'
            when u('legal form', no) < 0.93 then '合同会社'
            else '有限会社'
        end as legal_form,
        case
            when account_name is not null then account_name
            when legal_form = '(株式会社)' then core_name || '株式会社'
            else legal_form || core_name
        end as account_name,
        case
            when u('start', no) < 0.34 then 0
            when u('start', no) < 0.48 then whole(1, 2, 'early start', no)
            else whole(3, 17, 'late start', no)
        end as start_month

    from names
    where no <= 220

)

select
    traits.*,
    case
        when employees < 90 then if(u('plan', no) < 0.75, 1, 2)
        when employees < 400 then if(u('plan', no) < 0.65, 2, if(u('plan', no) < 0.85, 1, 3))
        else if(u('plan', no) < 0.6, 3, 2)
    end as plan_level,
    case
        when u('billing', no) < 0.46 then 'month'
        when u('billing', no) < 0.58 then 'quarter'
        when u('billing', no) < 0.68 then 'half_year'
        else 'year'
    end as billing_interval,
    first_day + cast(if(u('start on the 1st', no) < 0.6, 0, whole(1, 27, 'start day', no)) as integer) as started_on

from traits
inner join months
    on traits.start_month = months.month_no;

-- A contract can be left and its plan changed only at the end of a term; the weaker the health, the likelier.
create table customers as
with terms_ended as (

    select
        no,
        min(after_months) as churned_after

    from companies
    inner join billings using (billing_interval)
    cross join generate_series(2, 17) as t (after_months)
    where
        becomes_customer
        and after_months % term_months = 0
        and u('churn', concat_ws('.', no, after_months)) < term_months * 0.023 * (1.9 - 1.8 * health)
    group by no

),

ended as (

    select
        companies.*,
        term_months,
        percent_of_list,
        if(
            started_on + to_months(churned_after) <= date '2026-03-31',
            cast(started_on + to_months(churned_after) as date), null
        ) as churned_on,
        cast(churned_on + to_months(whole(2, 5, 'return month', no)) as date) as wished_return,
        cast(
            started_on + to_months(term_months * cast(ceil(whole(3, 13, 'change', no) / term_months) as bigint))
            as date
        ) as wished_change,
        case
            when health > 0.35 and plan_level < 3 and u('upgrade', no) < 0.4 then plan_level + 1
            when health < 0.5 and plan_level > 1 and u('downgrade', no) < 0.28 then plan_level - 1
        end as wished_level

    from companies
    inner join billings using (billing_interval)
    left join terms_ended using (no)
    where becomes_customer

)

select
    *,
    if(u('return', no) < 0.3 and wished_return <= date '2026-03-01', wished_return, null) as returned_on,
    if(
        wished_level is not null and wished_change <= date '2026-03-31'
        and wished_change < coalesce(churned_on, date '9999-12-31'),
        wished_change, null
    ) as changed_on,
    start_month > 0 and u('trial', no) < 0.25 as had_trial

from ended;

-- The CRM came with the launch: what was known before carries the time of its import.
create table accounts as
with created as (

    select
        *,
        case
            when becomes_customer
                then greatest(
                    timestamp '2024-10-01 08:30:00',
                    cast(started_on - 46 as timestamp)
                    + to_seconds(whole(0, 14, 'created day', no) * 86400 + whole(32400, 64800, 'created', no))
                )
            else office_hours(business_days, 'created', no)
        end as created_at

    from companies
    inner join months
        on companies.start_month = months.month_no

),

numbered as (

    select
        *,
        'A-' || lpad(cast(row_number() over (order by created_at, no) as varchar), 5, '0') as account_id

    from created

)

select
    account_id,
    no,
    slug,
    core_name,
    account_name,
    industry,
    employees,
    health,
    becomes_customer,
    created_at,
    -- No registry office has a code that begins with 99, so that the number is valid and nobody's.
    if(
        u('has number', no) < 0.92,
        corporate_number(
            '99' || lpad(cast(whole(0, 99, 'office', no) as varchar), 2, '0')
            || case legal_form when '有限会社' then '02' when '合同会社' then '03' else '01' end
            || lpad(cast(whole(0, 999999, 'register', no) as varchar), 6, '0')
        ),
        null
    ) as corporate_number,
    pick(
        [
            '東京都', '東京都', '東京都', '東京都', '東京都', '大阪府', '大阪府', '神奈川県', '神奈川県', '愛知県', '愛知県',
            '福岡県', '福岡県', '北海道', '埼玉県', '千葉県', '兵庫県', '京都府', '広島県', '宮城県', '静岡県', '新潟県',
            '長野県', '岡山県', '石川県', '熊本県', '沖縄県'
        ], 'region', no
    ) as region,
    'U-' || lpad(cast(whole(1, 6, 'owner', no) as varchar), 2, '0') as owner_id,
    not becomes_customer and u('deleted', no) < 0.06 as is_deleted

from numbered;

-- The same company entered a second time by a colleague, written differently: known by its 法人番号 alone.
create table duplicates as
select
    'A-' || lpad(cast(10000 + row_number() over (order by created_at, no) as varchar), 5, '0') as account_id,
    no,
    case
        when account_name like '株式会社%' then '㈱' || core_name
        when account_name like '%株式会社' then core_name || '(株)'
        else core_name || '　' || region
    end as account_name,
    created_at + to_days(cast(whole(60, 150, 'duplicate', no) as integer)) as created_at

from accounts
where becomes_customer and corporate_number is not null and created_at < timestamp '2025-06-01 00:00:00'
order by u('is duplicate', no), no
limit 4;

create table file_accounts as
with listed as (

    select
        account_id, account_name, corporate_number, domain_of(slug) as domain, industry, employees, region,
        owner_id, created_at, is_deleted

    from accounts

    union all

    select
        duplicates.account_id, duplicates.account_name, accounts.corporate_number, null, null, null, null,
        'U-06', duplicates.created_at, false

    from duplicates
    inner join accounts using (no)

)

select
    'generic/accounts/accounts.csv' as _file,
    row_number() over (order by account_id) as _line,
    account_id as "取引先ID",
    account_name as "取引先名",
    corporate_number as "法人番号",
    domain as "ドメイン",
    industry as "業種",
    employees as "従業員数",
    region as "都道府県",
    owner_id as "担当営業ID",
    created_at as "作成日時",
    if(is_deleted, 'はい', 'いいえ') as "削除フラグ"

from listed;
