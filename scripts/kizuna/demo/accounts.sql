-- The companies in the CRM, with what nobody sees: how well it goes with them, when they become
-- customers, change their plan, leave and come back. Numbers 1 to 170 become customers, the rest
-- stay prospects.
create table companies as
with foreign_companies (core_name, slug, industry, foreign_name, company_no) as (

    values
    ('Larkfield', 'larkfield', '製造業', 'Larkfield Instruments Japan K.K.', 1),
    ('Osterhav', 'osterhav', '運輸業', 'Osterhav Logistics Japan, Inc.', 2)

),

names as (

    select
        stems.kanji || trades.suffix as core_name,
        stems.romaji || '-' || trades.romaji as slug,
        trades.industry,
        cast(null as varchar) as foreign_name,
        2 + row_number() over (order by u('company', slug), slug) as company_no

    from stems
    cross join trades

    union all

    select * from foreign_companies

),

traits as (

    select
        *,
        company_no <= 170 as becomes_customer,
        u('health', company_no) as health,
        whole(12, 60, 'small', company_no) + skewed(0, 1800, 'size', company_no) as employees,
        case
            when company_no <= 2 or u('legal form', company_no) < 0.86 then '株式会社'
            when u('legal form', company_no) < 0.93 then '合同会社'
            else '有限会社'
        end as legal_form,
        coalesce(
            foreign_name,
            if(
                legal_form = '株式会社' and u('form behind', company_no) < 0.48,
                core_name || legal_form, legal_form || core_name
            )
        ) as account_name,
        case
            when employees < 90
                then if(u('plan', company_no) < 0.75, 1, 2)
            when employees < 400
                then if(u('plan', company_no) < 0.65, 2, if(u('plan', company_no) < 0.85, 1, 3))
            else if(u('plan', company_no) < 0.6, 3, 2)
        end as plan_level,
        case
            when u('billing', company_no) < 0.46 then 'month'
            when u('billing', company_no) < 0.58 then 'quarter'
            when u('billing', company_no) < 0.68 then 'half_year'
            else 'year'
        end as billing_interval,
        case
            when u('start', company_no) < 0.34 then 0
            when u('start', company_no) < 0.48 then whole(1, 2, 'early start', company_no)
            else whole(3, 17, 'late start', company_no)
        end as start_month,
        if(
            u('start on the 1st', company_no) < 0.6, 0, whole(1, 27, 'start day', company_no)
        ) as start_day

    from names
    where company_no <= 220

)

select
    traits.*,
    months.first_day + cast(traits.start_day as integer) as started_on

from traits
inner join months
    on traits.start_month = months.month_no;

-- A contract can be left, and its plan changed, only at the end of a term; the weaker the health,
-- the likelier it is left.
create table customers as
with terms_ended as (

    select
        companies.company_no,
        min(t.after_months) as churned_after

    from companies
    inner join billings
        on companies.billing_interval = billings.billing_interval
    cross join generate_series(2, 17) as t (after_months)
    where
        companies.becomes_customer
        and t.after_months % billings.term_months = 0
        and u('churn', concat_ws('.', companies.company_no, t.after_months))
        < billings.term_months * 0.020 * (1.9 - 1.8 * companies.health)
    group by companies.company_no

),

contracts as (

    select
        companies.*,
        billings.term_months,
        billings.percent_of_list,
        terms_ended.churned_after

    from companies
    inner join billings
        on companies.billing_interval = billings.billing_interval
    left join terms_ended
        on companies.company_no = terms_ended.company_no
    where companies.becomes_customer

),

wishes as (

    select
        *,
        cast(started_on + to_months(churned_after) as date) as wished_end,
        cast(
            wished_end + to_months(whole(2, 5, 'return month', company_no)) as date
        ) as wished_return,
        -- The first end of a term after so many months.
        (whole(3, 13, 'change', company_no) + term_months - 1) // term_months * term_months
            as change_after,
        cast(started_on + to_months(change_after) as date) as wished_change,
        case
            when health > 0.35 and plan_level < 3 and u('upgrade', company_no) < 0.4
                then plan_level + 1
            when health < 0.5 and plan_level > 1 and u('downgrade', company_no) < 0.28
                then plan_level - 1
        end as wished_level

    from contracts

)

select
    company_no,
    plan_level,
    billing_interval,
    term_months,
    percent_of_list,
    started_on,
    if(wished_end <= date '2026-03-31', wished_end, null) as churned_on,
    if(
        u('return', company_no) < 0.3 and wished_return <= date '2026-03-01', wished_return, null
    ) as returned_on,
    if(
        wished_level is not null
        and wished_change <= date '2026-03-31'
        and wished_change < coalesce(churned_on, date '9999-12-31'),
        wished_change, null
    ) as changed_on,
    wished_level as changed_level,
    start_month > 0 and u('trial', company_no) < 0.25 as had_trial

from wishes;

-- The CRM came with the launch: what was known before carries the time of its import.
create table accounts as
with created as (

    select
        companies.*,
        if(
            companies.becomes_customer,
            greatest(
                timestamp '2024-10-01 08:30:00',
                companies.started_on - 46
                + cast(whole(0, 13, 'created day', companies.company_no) as integer)
                + to_seconds(whole(9 * 3600, 18 * 3600, 'created', companies.company_no))
            ),
            office_hours(months.business_days, 'created', companies.company_no)
        ) as created_at

    from companies
    inner join months
        on companies.start_month = months.month_no

)

select
    id_of('A-', 5, row_number() over (order by created_at, company_no)) as account_id,
    company_no,
    slug,
    core_name,
    account_name,
    industry,
    employees,
    health,
    becomes_customer,
    created_at,
    -- No registry office has a code that begins with 99: the number is valid, and nobody's.
    if(
        u('has number', company_no) < 0.92,
        corporate_number_of(
            id_of('99', 2, whole(0, 99, 'office', company_no))
            || case legal_form when '有限会社' then '02' when '合同会社' then '03' else '01' end
            || id_of('', 6, whole(0, 999999, 'register', company_no))
        ),
        null
    ) as corporate_number,
    pick(
        [
            '東京都', '東京都', '東京都', '東京都', '東京都', '大阪府', '大阪府', '神奈川県', '神奈川県',
            '愛知県', '愛知県', '福岡県', '福岡県', '北海道', '埼玉県', '千葉県', '兵庫県', '京都府',
            '広島県', '宮城県', '静岡県', '新潟県', '長野県', '岡山県', '石川県', '熊本県', '沖縄県'
        ], 'region', company_no
    ) as region,
    id_of('U-', 2, whole(1, 6, 'owner', company_no)) as owner_id,
    not becomes_customer and u('deleted', company_no) < 0.06 as is_deleted

from created;

-- The same company entered a second time by a colleague and written differently: the 法人番号 tells.
create table duplicates as
select
    company_no,
    id_of('A-1', 4, right(account_id, 3)) as account_id,
    case
        when account_name like '株式会社%' then '㈱' || core_name
        when account_name like '%株式会社' then core_name || '(株)'
        else upper(account_name)
    end as account_name,
    created_at + to_days(cast(whole(60, 150, 'duplicate', company_no) as integer)) as created_at

from accounts
where
    becomes_customer
    and corporate_number is not null
    and created_at < timestamp '2025-06-01 00:00:00'
order by u('is duplicate', company_no), company_no
limit 4;

-- The keys of the struct are the file's headers; unnest makes a column of each.
create table file_accounts as
with listed as (

    select * from accounts

    union all by name

    select
        duplicates.*,
        accounts.corporate_number,
        'U-06' as owner_id,
        false as is_deleted

    from duplicates
    inner join accounts
        on duplicates.company_no = accounts.company_no

)

select
    'generic/accounts/accounts.csv' as _file,
    row_number() over (order by account_id) as _line,
    unnest({
        '取引先ID': account_id,
        '取引先名': account_name,
        '法人番号': corporate_number,
        'ドメイン': domain_of(slug),
        '業種': industry,
        '従業員数': employees,
        '都道府県': region,
        '担当営業ID': owner_id,
        '作成日時': created_at,
        '削除フラグ': if(is_deleted, 'はい', 'いいえ')
    }) as named_cells

from listed;
