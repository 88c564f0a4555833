-- The companies, with what nobody sees: how engaged and how satisfied they are, month by month, and
-- why those that leave do so. In each hundred some are planted: 1 and 2 are foreign, 3 and 4 bear
-- one name, 5 has three names, 6 to 8 are a group with one domain.
create table companies_traits as
with core_names as (

    select
        if(
            qualifiers.kanji = '新',
            '新' || stems.kanji || trades.suffix,
            stems.kanji || qualifiers.kanji || trades.suffix
        ) as core_name,
        concat_ws('-', stems.romaji, nullif(qualifiers.romaji, ''), trades.romaji) as slug,
        trades.industry,
        row_number() over (order by qualifiers.qualifier_no, u('company', slug), slug) as name_no

    from stems
    cross join trades
    cross join qualifiers

),

numbered as (

    select
        t.company_no,
        case t.company_no % 100
            when 1 then 'foreign'
            when 2 then 'foreign'
            when 3 then 'same_name'
            when 4 then 'same_name'
            when 5 then 'three_names'
            when 6 then 'shared_domain'
            when 7 then 'shared_domain'
            when 8 then 'shared_domain'
        end as planted,
        -- The one whose name or domain it shares.
        case t.company_no % 100
            when 4 then t.company_no - 1
            when 7 then t.company_no - 1
            when 8 then t.company_no - 2
            else t.company_no
        end as namesake_no,
        t.company_no % 10 < 7 or t.company_no % 100 < 10 as becomes_customer,
        -- Companies of one name are in one prefecture: name and place do not tell them apart.
        prefecture_of_no(
            if(t.company_no % 100 = 4, t.company_no - 1, t.company_no)
        ) as place

    from generate_series(1, getvariable('company_count')) as t (company_no)

),

described as (

    select
        numbered.*,
        core_names.core_name
        || case numbered.company_no % 100 when 7 then 'サービス' when 8 then '販売' else '' end
            as core_name,
        core_names.industry,
        case numbered.company_no % 100
            when 4 then core_names.slug || '-' || struct_extract(numbered.place, 'romaji')
            when 7 then core_names.slug || '-service'
            when 8 then core_names.slug || '-hanbai'
            else core_names.slug
        end as slug,
        if(
            numbered.company_no % 100 in (7, 8), core_names.slug, null
        ) as shared_slug,
        whole(12, 60, 'small', numbered.company_no)
        + skewed(0, 1800, 'size', numbered.company_no) as employees

    from numbered
    inner join core_names
        on numbered.namesake_no = core_names.name_no

),

contracted as (

    select
        *,
        case
            when planted is not null or u('legal form', company_no) < 0.86 then '株式会社'
            when u('legal form', company_no) < 0.93 then '合同会社'
            else '有限会社'
        end as legal_form,
        coalesce(planted = 'foreign', false) as is_foreign,
        u('form behind', namesake_no) < 0.48 as has_form_behind,
        employees < 80 and planted is null and u('no domain', company_no) < 0.22 as has_no_domain,
        case
            when employees < 90
                then if(u('plan', company_no) < 0.75, 1, 2)
            when employees < 400
                then if(u('plan', company_no) < 0.65, 2, if(u('plan', company_no) < 0.85, 1, 3))
            else if(u('plan', company_no) < 0.6, 3, 2)
        end as plan_level,
        case
            when u('billing', company_no) < 0.50 then 'month'
            when u('billing', company_no) < 0.62 then 'quarter'
            when u('billing', company_no) < 0.72 then 'half_year'
            else 'year'
        end as billing_interval,
        case
            when u('start', company_no) < 0.22 then 0
            when u('start', company_no) < 0.40 then whole(1, 6, 'early start', company_no)
            else whole(7, 33, 'late start', company_no)
        end as start_month,
        if(
            u('start on the 1st', company_no) < 0.6, 0, whole(1, 27, 'start day', company_no)
        ) as start_day,
        -- Loyal and silent, busy and unhappy, or neither.
        case
            when u('temper', company_no) < 0.07 then 'silent_loyal'
            when u('temper', company_no) < 0.14 then 'busy_unhappy'
            else 'ordinary'
        end as temper

    from described

),

tempered as (

    select
        *,
        case temper
            when 'silent_loyal' then 0.10 + 0.16 * u('engaged', company_no)
            when 'busy_unhappy' then 0.64 + 0.30 * u('engaged', company_no)
            else 0.12 + 0.64 * u('engaged', company_no) + 0.20 * u('engaged too', company_no)
        end as base_engagement,
        case temper
            when 'silent_loyal' then 0.72 + 0.25 * u('satisfied', company_no)
            when 'busy_unhappy' then 0.10 + 0.25 * u('satisfied', company_no)
            else 0.02 + 0.74 * base_engagement + 0.26 * u('satisfied', company_no)
        end as base_satisfaction,
        -- Episodes; each comes or not whatever comes of it.
        if(
            becomes_customer and u('drifts', company_no) < 0.38,
            start_month + whole(3, 26, 'drifts from', company_no), null
        ) as drift_month,
        u('comes back', company_no) < 0.4 as recovers,
        if(
            becomes_customer and u('trouble', company_no) < 0.34,
            start_month + whole(2, 26, 'trouble from', company_no), null
        ) as trouble_month,
        whole(3, 6, 'trouble for', company_no) as trouble_months,
        if(
            becomes_customer and u('champion leaves', company_no) < 0.26,
            start_month + whole(4, 27, 'champion leaves in', company_no), null
        ) as champion_leaves_month,
        u('minds the price', company_no) < 0.16 as minds_the_price

    from contracted

)

select
    *,
    struct_extract(place, 'kanji') as prefecture,
    struct_extract(place, 'romaji') as prefecture_romaji,
    id_of('C', greatest(4, len(cast(getvariable('company_count') as varchar))), company_no)
        as company_id,
    case
        when is_foreign
            then array_to_string(
                    list_transform(
                        string_split(slug, '-'), lambda word: upper(word[1]) || word[2:]
                    ), ' '
                ) || if(company_no % 2 = 1, ' Japan K.K.', ' Japan, Inc.')
        when legal_form = '株式会社' and has_form_behind then core_name || legal_form
        else legal_form || core_name
    end as company_name,
    if(has_no_domain, null, domain_of(coalesce(shared_slug, slug))) as domain,
    -- No registry office has a code that begins with 99: the number is valid, and nobody's.
    corporate_number_of(
        id_of('99', 2, whole(0, 99, 'office', company_no))
        || case legal_form when '有限会社' then '02' when '合同会社' then '03' else '01' end
        -- 7,919 has no factor in common with 1,000,000: no number comes twice.
        || id_of('', 6, (company_no * 7919 + whole(0, 999999, 'register', 0)) % 1000000)
    ) as corporate_number,
    cast(first_day() + to_months(start_month) as date) + cast(start_day as integer)
        as wished_start

from tempered;

-- What the months would be like if nobody left. Knots every six months, straight lines between.
create table company_moods as
with moods as (

    select
        companies_traits.*,
        months.month_no,
        months.first_day,
        months.last_day,
        months.month_no // 6 as knot,
        months.month_no % 6 / 6.0 as knot_part,
        0.24 * (
            (1 - knot_part) * (n('mood', companies_traits.company_no * 10 + knot) - 0.5)
            + knot_part * (n('mood', companies_traits.company_no * 10 + knot + 1) - 0.5)
        ) as mood,
        0.20 * (
            (1 - knot_part) * (n('content', companies_traits.company_no * 10 + knot) - 0.5)
            + knot_part * (n('content', companies_traits.company_no * 10 + knot + 1) - 0.5)
        ) as content,
        coalesce(months.month_no - companies_traits.drift_month, -1) as drifted_for,
        coalesce(
            months.month_no >= companies_traits.trouble_month
            and months.month_no < companies_traits.trouble_month + companies_traits.trouble_months,
            false
        ) as has_trouble,
        coalesce(
            months.month_no >= companies_traits.champion_leaves_month
            and months.month_no < companies_traits.champion_leaves_month + 5,
            false
        ) as misses_champion

    from companies_traits
    cross join months

)

select
    company_no,
    month_no,
    first_day,
    last_day,
    has_trouble,
    misses_champion,
    minds_the_price,
    temper,
    between_0_and_1(
        (base_engagement + mood + 0.06 * (n('month', company_no * 100 + month_no) - 0.5))
        * case
            when drifted_for < 0 then 1.0
            when drifted_for < 4 then 1.0 - 0.19 * (drifted_for + 1)
            when recovers and drifted_for >= 10 then 0.8
            else 0.24
        end
        * if(misses_champion, 0.8, 1.0)
    ) as engagement,
    between_0_and_1(
        (base_satisfaction + content)
        * if(has_trouble, 0.4, 1.0) * if(drifted_for >= 2, 0.62, 1.0)
    ) as satisfaction

from moods;

-- A contract can be left only at the end of a term. What leads to it, as chances per month; signal
-- mixes them with chances that are the same for all.
create table company_exits as
with term_ends as (

    select
        companies_traits.company_no,
        companies_traits.company_no * 100 + t.after_months as exit_key,
        billings.term_weight,
        cast(companies_traits.wished_start + to_months(t.after_months) as date) as leaves_on

    from companies_traits
    inner join billings
        on companies_traits.billing_interval = billings.billing_interval
    cross join generate_series(1, 36) as t (after_months)
    where
        companies_traits.becomes_customer
        and t.after_months >= 2
        and t.after_months % billings.term_months = 0

),

-- The state of the month before.
chances as (

    select
        term_ends.*,
        company_moods.engagement,
        getvariable('signal') as signal,
        least(0.9, term_ends.term_weight * (signal * if(
            company_moods.temper = 'silent_loyal',
            0.0, 0.11 * greatest(0.0, 0.34 - company_moods.engagement) / 0.34
        ))) as disengaged,
        term_ends.term_weight * signal * if(company_moods.misses_champion, 0.15, 0.0)
            as champion_left,
        term_ends.term_weight * signal * (
            if(company_moods.has_trouble, 0.08 * (1.0 - company_moods.satisfaction), 0.0)
        ) as unresolved_tickets,
        term_ends.term_weight * (
            signal * if(company_moods.minds_the_price, 0.014, 0.0005) + (1.0 - signal) * 0.004
        ) as price,
        term_ends.term_weight * (signal * 0.0015 + (1.0 - signal) * 0.014) as no_reason,
        disengaged + champion_left + unresolved_tickets + price + no_reason as any_reason

    from term_ends
    inner join company_moods
        on
            term_ends.company_no = company_moods.company_no
            and month_no_of(term_ends.leaves_on) - 1 = company_moods.month_no
    where term_ends.leaves_on <= last_day_of_all()

),

left_ as (

    select
        *,
        any_reason * n('reason', exit_key) as reason_place

    from chances
    where n('leaves', exit_key) < least(0.85, any_reason)

)

select
    company_no,
    min(leaves_on) as churned_on,
    arg_min(
        case
            when reason_place < disengaged then 'disengaged'
            when reason_place < disengaged + champion_left then 'champion_left'
            when reason_place < disengaged + champion_left + unresolved_tickets
                then 'unresolved_tickets'
            when reason_place < any_reason - no_reason then 'price'
            else 'no_reason'
        end,
        leaves_on
    ) as churn_reason

from left_
group by company_no;

-- customer_from to churned_on, and again from returned_on; half-open. known_on: when the vendor
-- first met it.
create table companies as
select
    companies_traits.*,
    if(companies_traits.becomes_customer, companies_traits.wished_start, null) as customer_from,
    company_exits.churned_on,
    company_exits.churn_reason,
    if(
        u('return', companies_traits.company_no) < 0.16,
        cast(
            company_exits.churned_on
            + to_months(whole(2, 5, 'return month', companies_traits.company_no)) as date
        ),
        null
    ) as wished_return,
    if(wished_return <= date '2026-02-01', wished_return, null) as returned_on,
    if(
        companies_traits.becomes_customer,
        greatest(
            first_day(),
            companies_traits.wished_start
            - cast(whole(20, 140, 'known before', companies_traits.company_no) as integer)
        ),
        first_day() + cast(whole(0, 1040, 'known', companies_traits.company_no) as integer)
    ) as known_on

from companies_traits
left join company_exits
    on companies_traits.company_no = company_exits.company_no;

-- engagement drives what people do (mail, web, webinars, community, meetings), and more than in
-- proportion (drive); satisfaction what they say (surveys, tickets, reviews). is_customer is the
-- state at the end of the month; has_trouble: tickets are many and stay open.
create table company_months as
with moods_as_customer as (

    select
        company_moods.company_no,
        company_moods.month_no,
        company_moods.last_day,
        company_moods.has_trouble,
        company_moods.engagement as full_engagement,
        company_moods.satisfaction,
        companies.known_on,
        companies.churned_on,
        coalesce(companies.customer_from <= company_moods.last_day, false)
        and (
            companies.churned_on is null
            or companies.churned_on > company_moods.last_day
            or coalesce(companies.returned_on <= company_moods.last_day, false)
        ) as is_customer

    from company_moods
    inner join companies
        on company_moods.company_no = companies.company_no

)

select
    company_no,
    month_no,
    is_customer,
    known_on <= last_day as is_known,
    has_trouble,
    full_engagement * case
        when is_customer then 1.0
        when churned_on <= last_day then 0.3
        else 0.7
    end as engagement,
    power(engagement, 2) as drive,
    satisfaction

from moods_as_customer;
