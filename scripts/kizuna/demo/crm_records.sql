-- The companies as the tools have them: each its own id, its own way of writing a name, and its own
-- gaps.
create macro half_width_kana(x) as (
    list_aggregate(
        list_transform(
            string_split(x, ''),
            lambda c: coalesce(
                [
                    'ｱ',
                    'ｲ',
                    'ｳ',
                    'ｴ',
                    'ｵ',
                    'ｶ',
                    'ｷ',
                    'ｸ',
                    'ｹ',
                    'ｺ',
                    'ｻ',
                    'ｼ',
                    'ｽ',
                    'ｾ',
                    'ｿ',
                    'ﾀ',
                    'ﾁ',
                    'ﾂ',
                    'ﾃ',
                    'ﾄ',
                    'ﾅ',
                    'ﾆ',
                    'ﾇ',
                    'ﾈ',
                    'ﾉ',
                    'ﾊ',
                    'ﾋ',
                    'ﾌ',
                    'ﾍ',
                    'ﾎ',
                    'ﾏ',
                    'ﾐ',
                    'ﾑ',
                    'ﾒ',
                    'ﾓ',
                    'ﾔ',
                    'ﾕ',
                    'ﾖ',
                    'ﾗ',
                    'ﾘ',
                    'ﾙ',
                    'ﾚ',
                    'ﾛ',
                    'ﾜ',
                    'ｦ',
                    'ﾝ',
                    'ｬ',
                    'ｭ',
                    'ｮ',
                    'ｯ',
                    'ｰ',
                    'ｧ',
                    'ｨ',
                    'ｩ',
                    'ｪ',
                    'ｫ',
                    'ｶﾞ',
                    'ｷﾞ',
                    'ｸﾞ',
                    'ｹﾞ',
                    'ｺﾞ',
                    'ｻﾞ',
                    'ｼﾞ',
                    'ｽﾞ',
                    'ｾﾞ',
                    'ｿﾞ',
                    'ﾀﾞ',
                    'ﾁﾞ',
                    'ﾂﾞ',
                    'ﾃﾞ',
                    'ﾄﾞ', 'ﾊﾞ', 'ﾋﾞ', 'ﾌﾞ', 'ﾍﾞ', 'ﾎﾞ', 'ﾊﾟ', 'ﾋﾟ', 'ﾌﾟ', 'ﾍﾟ', 'ﾎﾟ', 'ｳﾞ'
                ][nullif(instr(
                    'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンャュョッーァィゥェォ'
                    || 'ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ', c
                ), 0)],
                c
            )
        ),
        'string_agg', ''
    )
);

create macro full_width_latin(x) as translate(
    x,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,-&() ',
    'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９．，－＆（）　'
);

-- Every kind but other_name and group_name is the same name by the rules of normalisation.
create macro written_name(name_kind, company_name, core_name, legal_form, slug) as (
    case name_kind
        when 'joined_sign' then if(legal_form = '有限会社', '㈲', '㈱') || core_name
        when 'half_brackets' then core_name || if(legal_form = '有限会社', '(有)', '(株)')
        when 'full_brackets' then if(legal_form = '有限会社', '（有）', '（株）') || core_name
        when 'ideographic_space' then legal_form || '　' || core_name
        when 'half_width_kana' then half_width_kana(company_name)
        when 'kana_form' then 'カブシキガイシャ' || core_name
        when 'no_form' then core_name
        when 'variant_kanji' then translate(company_name, '髙﨑高崎', '高崎髙﨑')
        when 'upper' then upper(company_name)
        when 'full_width' then full_width_latin(company_name)
        when 'other_name' then upper(replace(slug, '-', ' ')) || ' INC.'
        when 'former_name' then core_name[1:2] || '興産株式会社'
        when 'group_name' then core_name[1:2] || 'グループ'
        else company_name
    end
);

create table account_records as
with wanted as (

    select
        companies.*,
        t.system,
        1 as copy_no,
        case t.system
            when 'salesforce'
                then companies.known_on
            when 'hubspot'
                then greatest(
                        first_day(),
                        companies.known_on
                        + cast(whole(-20, 60, 'in hubspot', companies.company_no) as integer)
                    )
            when 'stripe'
                then greatest(
                        companies.known_on,
                        coalesce(companies.customer_from - 33, companies.known_on + 20)
                    )
            else companies.customer_from
                + cast(whole(0, 20, 'in zendesk', companies.company_no) as integer)
        end as created_on

    from companies
    inner join company_systems
        on companies.company_no = company_systems.company_no
    cross join (values ('salesforce'), ('hubspot'), ('stripe'), ('zendesk')) as t (system)
    where
        case t.system
            when 'salesforce' then company_systems.in_salesforce
            when 'hubspot' then company_systems.in_hubspot
            when 'stripe' then company_systems.in_stripe
            else company_systems.in_zendesk
        end

),

-- Entered a second time by a colleague, or paid for by a second department.
with_copies as (

    select * from wanted

    union all

    select
        wanted.* replace (
            2 as copy_no,
            wanted.created_on
            + cast(whole(40, 200, 'second record', wanted.company_no) as integer) as created_on
        )

    from wanted
    where
        wanted.planted is null
        and case wanted.system
            when 'salesforce' then wanted.company_no % 25 in (12, 21)
            when 'hubspot' then wanted.company_no % 25 in (13, 17)
            when 'stripe' then wanted.company_no % 40 = 19
            else false
        end

    union all

    -- The namesakes and the group once more, as nobody can tell whose they are.
    select
        wanted.* replace (
            3 as copy_no,
            wanted.created_on
            + cast(whole(10, 100, 'third record', wanted.company_no) as integer) as created_on
        )

    from wanted
    where wanted.system = 'hubspot' and wanted.company_no % 100 in (4, 7)

),

numbered as (

    select
        *,
        system || '.' || copy_no || '.' || company_no as record_key,
        row_number() over (partition by system order by created_on, company_no, copy_no)
            as record_no

    from with_copies
    where created_on < date '2026-03-25'

),

kinds as (

    select
        *,
        case
            when copy_no = 3 and planted = 'shared_domain' then 'group_name'
            when planted = 'three_names' and system = 'hubspot' then 'other_name'
            when planted = 'three_names' and system = 'stripe' then 'former_name'
            when copy_no = 3 or planted = 'same_name' then 'canonical'
            when is_foreign
                then pick(
                        ['canonical', 'canonical', 'upper', 'full_width'], 'name kind', record_key
                    )
            when system = 'salesforce' and copy_no = 1
                then pick(
                        [
                            'canonical', 'canonical', 'canonical', 'canonical', 'canonical',
                            'joined_sign', 'ideographic_space', 'variant_kanji'
                        ], 'name kind', record_key
                    )
            when system = 'zendesk'
                then pick(
                        ['canonical', 'no_form', 'no_form', 'half_brackets'],
                        'name kind',
                        record_key
                    )
            else pick(
                    [
                        'canonical', 'canonical', 'canonical', 'joined_sign', 'half_brackets',
                        'full_brackets', 'ideographic_space', 'half_width_kana', 'kana_form',
                        'no_form', 'variant_kanji'
                    ], 'name kind', record_key
                )
        end as wished_kind,
        -- 合同会社 has no sign of its own.
        if(
            legal_form = '合同会社' and wished_kind in (
                'joined_sign', 'half_brackets', 'full_brackets', 'kana_form'
            )
            or legal_form = '有限会社' and wished_kind = 'kana_form',
            'canonical', wished_kind
        ) as name_kind,
        copy_no <> 3 and system <> 'zendesk' and (
            u('number', record_key) < case system
                when 'salesforce' then 0.82 when 'hubspot' then 0.25 else 0.58
            end
            or planted is not null and system <> 'hubspot'
        ) as has_number,
        -- Mistyped: the check digit does not fit.
        has_number and planted is null and u('mistyped', record_key) < 0.02 as has_wrong_number,
        domain is not null and (
            copy_no <> 3 or planted = 'shared_domain'
        ) and (
            u('has domain', record_key) < case system when 'zendesk' then 0.84 else 0.9 end
            or planted is not null
        ) as has_domain,
        system <> 'zendesk' and (copy_no <> 3 or planted = 'same_name')
        and (u('has region', record_key) < 0.86 or planted is not null) as has_region,
        system in ('salesforce', 'hubspot') and copy_no <> 3
        and u('has phone', record_key) < 0.7 as has_phone

    from numbered

),

written as (

    select
        *,
        written_name(name_kind, company_name, core_name, legal_form, slug) as account_name,
        if(
            prefecture = '東京都',
            '03-0' || id_of('', 3, company_no * 37 % 1000),
            '0' || cast(22 + company_no * 7 % 77 as varchar) || '-0'
            || id_of('', 2, company_no * 37 % 100)
        )
        -- No number at home begins with a 0 behind its area code.
        || '-' || id_of('', 4, company_no * 4801 % 10000) as phone_number,
        if(
            has_wrong_number,
            cast((cast(left(corporate_number, 1) as integer) + 3) % 9 + 1 as varchar)
            || corporate_number[2:],
            corporate_number
        ) as number_then,
        case
            when planted is not null or u('region form', record_key) < 0.80 then prefecture
            when u('region form', record_key) < 0.95
                then regexp_replace(prefecture, '[都府県]$', '')
            else upper(prefecture_romaji[1]) || prefecture_romaji[2:]
        end as region_then

    from kinds

)

select
    record_no,
    record_key,
    system,
    company_no,
    copy_no,
    created_on,
    name_kind,
    account_name,
    employees,
    industry,
    case system
        when 'salesforce' then salesforce_id('001', record_no)
        when 'hubspot' then cast(9100000000 + record_no * 7919 as varchar)
        when 'stripe' then 'cus_' || left(md5('customer' || record_key || getvariable('seed')), 14)
        else cast(365000000000 + record_no * 104729 as varchar)
    end as source_account_id,
    case
        when not has_number then null
        when system = 'stripe' then number_then
        when u('number form', record_key) < 0.08 then full_width_latin(number_then)
        else number_then
    end as corporate_number,
    has_number and not has_wrong_number as has_valid_number,
    if(has_domain, domain, null) as domain,
    if(has_region, region_then, null) as region,
    has_region and region_then[1] > 'z' as has_clear_region,
    if(has_phone, phone_number, null) as phone,
    cast(created_on as timestamp)
    + to_seconds(whole(9 * 3600, 18 * 3600, 'record created', record_key)) as created_at,
    -- Half of the second records are merged into the first after some months.
    if(
        copy_no = 2 and system in ('salesforce', 'hubspot') and u('merged', record_key) < 0.5,
        cast(created_on as timestamp)
        + to_seconds(86400 * whole(60, 200, 'merged on', record_key) + 36000),
        null
    ) as wished_merge,
    if(wished_merge < timestamp '2026-03-20 00:00:00', wished_merge, null) as merged_at

from written;

create macro owner_no_of(key, staff_count) as whole(1, staff_count, 'owner', key);

-- Our own people. Sales works in Salesforce, inside sales in HubSpot, some in both.
create table staff as
select
    t.staff_no,
    t.family_name,
    t.given_name,
    t.team,
    t.mailbox || '@tsumugino.example' as email,
    t.in_salesforce,
    t.in_hubspot,
    t.in_zendesk,
    t.left_on,
    salesforce_id('005', t.staff_no) as salesforce_user_id,
    cast(70000000 + t.staff_no * 1301 as varchar) as hubspot_owner_id,
    cast(360100000000 + t.staff_no * 1009 as varchar) as zendesk_user_id
from (
    values
    (1, '水野', '遥', 'フィールドセールス', 'h.mizuno', true, false, false, null),
    (2, '榊原', '陸', 'フィールドセールス', 'r.sakakibara', true, false, false, date '2025-06-30'),
    (3, '真鍋', 'しおり', 'フィールドセールス', 's.manabe', true, true, false, null),
    (4, '早乙女', '樹', 'フィールドセールス', 'i.saotome', true, false, false, null),
    (5, '小笠原', '凛', 'カスタマーサクセス', 'r.ogasawara', true, false, true, null),
    (6, '天野', '航', 'カスタマーサクセス', 'w.amano', true, false, true, null),
    (7, '日下部', '澪', 'インサイドセールス', 'm.kusakabe', false, true, false, null),
    (8, '鳴海', '蓮', 'インサイドセールス', 'r.narumi', false, true, false, date '2024-09-30'),
    (9, '氷室', '奏', 'インサイドセールス', 'k.himuro', true, true, false, null),
    (10, '望月', '湊', 'サポート', 'm.mochizuki', false, false, true, null),
    (11, '綾瀬', '紬', 'サポート', 't.ayase', false, false, true, null)
) as t (
    staff_no, family_name, given_name, team, mailbox, in_salesforce, in_hubspot, in_zendesk, left_on
);

-- The owner of a record; after the reorganisation of April 2024 a fifth have another.
create table record_owners as
with pools as (

    select
        list(salesforce_user_id order by staff_no) filter (where in_salesforce) as salesforce_pool,
        list(hubspot_owner_id order by staff_no) filter (where in_hubspot) as hubspot_pool,
        list(zendesk_user_id order by staff_no) filter (where in_zendesk) as zendesk_pool

    from staff

)

select
    account_records.record_key,
    case account_records.system
        when 'salesforce' then pick(pools.salesforce_pool, 'owner', account_records.record_key)
        when 'hubspot' then pick(pools.hubspot_pool, 'owner', account_records.record_key)
        else pick(pools.zendesk_pool, 'owner', account_records.record_key)
    end as owner_id,
    case account_records.system
        when 'salesforce' then pick(pools.salesforce_pool, 'new owner', account_records.record_key)
        when 'hubspot' then pick(pools.hubspot_pool, 'new owner', account_records.record_key)
    end as new_owner_id,
    account_records.created_at < timestamp '2024-03-01 00:00:00'
    and u('other owner', account_records.record_key) < 0.2
    and account_records.system in ('salesforce', 'hubspot') as changes_owner

from account_records
cross join pools;

-- People in the CRMs and the help desk with the record of the company that they stand at.
create table person_records as
with homes as (

    select
        contact_records.*,
        account_records.source_account_id,
        account_records.created_at as account_created_at,
        row_number() over (
            partition by
                contact_records.system, contact_records.record_type,
                contact_records.employment_no
            order by
                -- One in five stands at the second record, if there is one.
                if(
                    u('at second', contact_records.employment_no) < 0.2
                    and account_records.created_on < contact_records.valid_from,
                    -account_records.copy_no, account_records.copy_no
                )
        ) as home_rank

    from contact_records
    inner join account_records
        on
            contact_records.system = account_records.system
            and contact_records.company_no = account_records.company_no
            and account_records.copy_no <= 2

)

select
    homes.person_no,
    homes.employment_no,
    homes.company_no,
    homes.system,
    homes.record_type,
    homes.source_contact_id,
    homes.email,
    homes.valid_until,
    homes.source_account_id,
    greatest(
        homes.account_created_at + to_minutes(4),
        cast(homes.valid_from as timestamp)
        + to_seconds(whole(9 * 3600, 18 * 3600, 'person created', homes.employment_no))
    ) as created_at,
    people.family_name,
    people.given_name,
    people.family_name_kana,
    people.title,
    people.role,
    people.is_decision_maker,
    people.consent_email

from homes
inner join people
    on homes.person_no = people.person_no
where
    homes.home_rank = 1
    and created_at < timestamp '2026-03-31 12:00:00'
    and coalesce(created_at < homes.valid_until, true);

-- People whom HubSpot met a second time, by a private address, and merged later.
create table double_contacts as
select
    person_no,
    employment_no,
    company_no,
    source_contact_id as kept_contact_id,
    cast(19000000000 + person_no * 977 as varchar) as source_contact_id,
    'demo-' || person_no || '-private@gmail.com' as email,
    created_at + to_days(cast(whole(20, 120, 'double', person_no) as integer)) as doubled_at,
    doubled_at + to_days(cast(whole(30, 90, 'double merged', person_no) as integer)) as merged_at

from person_records
where
    system = 'hubspot'
    and u('double', person_no) < 0.025
    and merged_at < timestamp '2026-03-20 00:00:00'
    and coalesce(merged_at < valid_until, true)
qualify row_number() over (partition by person_no order by employment_no) = 1;

-- Records of the CRMs alone, and what each person is like in each month.
create table crm_contacts as
with both_ as (
    select
        employment_no,
        count(distinct system) = 2 as has_both

    from person_records
    where system in ('salesforce', 'hubspot')
    group by employment_no
)

select
    person_records.*,
    both_.has_both

from person_records
inner join both_
    on person_records.employment_no = both_.employment_no
where person_records.system in ('salesforce', 'hubspot');

create table person_months as
select
    employments.employment_no,
    employments.person_no,
    employments.company_no,
    employments.email,
    months.month_no,
    months.last_day,
    employments.known_on,
    employments.until_date,
    employments.employment_no * 64 + months.month_no as person_month_no,
    people.seat,
    people.reaction_propensity,
    people.fatigue_from,
    people.over_contacted_from,
    company_months.is_customer,
    company_months.engagement,
    company_months.drive,
    company_months.satisfaction,
    company_months.has_trouble

from employments
inner join people
    on employments.person_no = people.person_no
inner join months
    on
        employments.known_on <= months.last_day
        and coalesce(employments.until_date > months.first_day, true)
inner join company_months
    on
        employments.company_no = company_months.company_no
        and months.month_no = company_months.month_no;
