-- The companies in the CRM, with what nobody sees: how well it goes with them, when they become
-- customers, change their plan, leave and come back. Numbers 1 to 170 become customers, the rest
-- stay prospects.
create table companies as
with names as (

    select
        stems.kanji || trades.suffix as core_name,
        stems.romaji || '-' || trades.romaji as slug,
        trades.industry,
        cast(null as varchar) as foreign_name,
        2 + row_number() over (order by u('company', slug), slug) as no

    from stems
    cross join trades

    union all

    select * from (
        values
        ('Larkfield', 'larkfield', '製造業', 'Larkfield Instruments Japan K.K.', 1),
        ('Osterhav', 'osterhav', '運輸業', 'Osterhav Logistics Japan, Inc.', 2)
    ) as foreign_companies (core_name, slug, industry, foreign_name, no)

),

traits as (

    select
        *,
        no <= 170 as becomes_customer,
        u('health', no) as health,
        whole(12, 60, 'small', no) + skewed(0, 1800, 'size', no) as employees,
        case
            when no <= 2 or u('legal form', no) < 0.86 then '株式会社'
            when u('legal form', no) < 0.93 then '合同会社'
            else '有限会社'
        end as legal_form,
        coalesce(
            foreign_name,
            if(
                legal_form = '株式会社' and u('form behind', no) < 0.48,
                core_name || legal_form, legal_form || core_name
            )
        ) as account_name,
        case
            when u('start', no) < 0.34 then 0
            when u('start', no) < 0.48 then whole(1, 2, 'early start', no)
            else whole(3, 17, 'late start', no)
        end as start_month,
        if(u('start on the 1st', no) < 0.6, 0, whole(1, 27, 'start day', no)) as start_day

    from names
    where no <= 220

)

select
    traits.* exclude (foreign_name, start_day),
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
    first_day + cast(start_day as integer) as started_on

from traits
inner join months
    on traits.start_month = months.month_no;

-- A contract can be left, and its plan changed, only at the end of a term; the weaker the health,
-- the likelier it is left.
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
        and u('churn', concat_ws('.', no, after_months))
        < term_months * 0.020 * (1.9 - 1.8 * health)
    group by no

),

wishes as (

    select
        companies.*,
        term_months,
        percent_of_list,
        cast(started_on + to_months(churned_after) as date) as wished_end,
        cast(wished_end + to_months(whole(2, 5, 'return month', no)) as date) as wished_return,
        -- The first end of a term after so many months.
        (whole(3, 13, 'change', no) + term_months - 1) // term_months * term_months as change_after,
        cast(started_on + to_months(change_after) as date) as wished_change,
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
    * exclude (wished_end, wished_return, change_after, wished_change, wished_level),
    if(wished_end <= date '2026-03-31', wished_end, null) as churned_on,
    if(
        u('return', no) < 0.3 and wished_return <= date '2026-03-01', wished_return, null
    ) as returned_on,
    if(
        wished_level is not null
        and wished_change <= date '2026-03-31'
        and wished_change < coalesce(churned_on, date '9999-12-31'),
        wished_change, null
    ) as changed_on,
    wished_level as changed_level,
    start_month > 0 and u('trial', no) < 0.25 as had_trial

from wishes;

-- The CRM came with the launch: what was known before carries the time of its import.
create table accounts as
with created as (

    select
        companies.*,
        if(
            becomes_customer,
            greatest(
                timestamp '2024-10-01 08:30:00',
                started_on - 46 + cast(whole(0, 13, 'created day', no) as integer)
                + to_seconds(whole(9 * 3600, 18 * 3600, 'created', no))
            ),
            office_hours(business_days, 'created', no)
        ) as created_at

    from companies
    inner join months
        on companies.start_month = months.month_no

)

select
    id_of('A-', 5, row_number() over (order by created_at, no)) as account_id,
    no,
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
        u('has number', no) < 0.92,
        corporate_number_of(
            id_of('99', 2, whole(0, 99, 'office', no))
            || case legal_form when '有限会社' then '02' when '合同会社' then '03' else '01' end
            || id_of('', 6, whole(0, 999999, 'register', no))
        ),
        null
    ) as corporate_number,
    pick(
        [
            '東京都', '東京都', '東京都', '東京都', '東京都', '大阪府', '大阪府', '神奈川県', '神奈川県',
            '愛知県', '愛知県', '福岡県', '福岡県', '北海道', '埼玉県', '千葉県', '兵庫県', '京都府',
            '広島県', '宮城県', '静岡県', '新潟県', '長野県', '岡山県', '石川県', '熊本県', '沖縄県'
        ], 'region', no
    ) as region,
    id_of('U-', 2, whole(1, 6, 'owner', no)) as owner_id,
    not becomes_customer and u('deleted', no) < 0.06 as is_deleted

from created;

-- The same company entered a second time by a colleague and written differently: the 法人番号 tells.
create table duplicates as
select
    no,
    id_of('A-1', 4, right(account_id, 3)) as account_id,
    case
        when account_name like '株式会社%' then '㈱' || core_name
        when account_name like '%株式会社' then core_name || '(株)'
        else upper(account_name)
    end as account_name,
    created_at + to_days(cast(whole(60, 150, 'duplicate', no) as integer)) as created_at

from accounts
where
    becomes_customer
    and corporate_number is not null
    and created_at < timestamp '2025-06-01 00:00:00'
order by u('is duplicate', no), no
limit 4;

create table file_accounts as
with listed as (

    select * from accounts

    union all by name

    select
        duplicates.*,
        corporate_number,
        'U-06' as owner_id,
        false as is_deleted

    from duplicates
    inner join accounts using (no)

)

select
    'generic/accounts/accounts.csv' as _file,
    row_number() over (order by account_id) as _line,
    account_id as "取引先ID",
    account_name as "取引先名",
    corporate_number as "法人番号",
    domain_of(slug) as "ドメイン",
    industry as "業種",
    employees as "従業員数",
    region as "都道府県",
    owner_id as "担当営業ID",
    created_at as "作成日時",
    if(is_deleted, 'はい', 'いいえ') as "削除フラグ"

from listed;
