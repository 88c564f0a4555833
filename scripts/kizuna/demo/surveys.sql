-- Three surveys: a relational one by a form tool, in waves every half year; a transactional one
-- that asks to recommend, after the start and after trainings; and one of satisfaction after the
-- first three months and then once a year. What people say follows satisfaction, not engagement:
-- most of all whether they recommend us and how they like the product, less so the support, hardly
-- the ease.
create macro answer_of(goodwill, key) as (
    case
        when goodwill < 0.14 then whole(0, 3, 'low score', key)
        when goodwill < 0.26 then whole(4, 5, 'low score', key)
        when goodwill < 0.35 then 6
        when goodwill < 0.47 then 7
        when goodwill < 0.61 then 8
        when goodwill < 0.76 then 9
        else 10
    end
);

create macro band_of(score) as (
    case when score >= 9 then 'promoter' when score >= 7 then 'passive' else 'detractor' end
);

create table reasons as
select t.*
from (
    values
    (
        'promoter',
        [
            '申請から承認までが早くなり、現場から好評です。', 'サポートの回答が丁寧で助かっています。',
            '締め作業の時間が半分になりました。', 'スマートフォンから申請できるのが便利です。',
            '監査のときに証憑をすぐ出せました。', ''
        ]
    ),
    (
        'passive',
        [
            '機能には満足していますが、画面が少し分かりにくいです。', '導入は順調でした。もう少し様子を見たいです。',
            '帳票の種類が増えるとありがたいです。', '価格に見合っていると思います。', '', ''
        ]
    ),
    (
        'detractor',
        [
            '設定が複雑で、担当者しか操作できません。', '月末に画面が重くなることがあります。',
            '他社の製品と比べて集計の自由度が低いです。', '問い合わせの返事に時間がかかりました。',
            '使っていない機能の分まで払っている印象です。', ''
        ]
    )
) as t (band, texts);

create macro full_width(digits) as translate(digits, '0123456789', '０１２３４５６７８９');

-- An answer from the lowest to the highest of a scale.
create macro on_scale(highest, feeling) as (
    cast(1 + greatest(0, least(highest - 1, floor(highest * feeling))) as integer)
);

create table survey_waves as
select t.*
from (
    values
    (1, 'NPS-2023-11', date '2023-11-13'),
    (2, 'NPS-2024-05', date '2024-05-13'),
    (3, 'NPS-2024-11', date '2024-11-11'),
    (4, 'NPS-2025-05', date '2025-05-12'),
    (5, 'NPS-2025-11', date '2025-11-10')
) as t (wave_no, survey_id, opens_on);

-- Everybody at a customer is asked by mail at eight in the morning; of the first wave no list was
-- kept.
create table survey_invited as
select
    survey_waves.*,
    person_months.*,
    person_months.employment_no * 8 + survey_waves.wave_no as answer_key,
    cast(survey_waves.opens_on as timestamp) + interval 8 hour
    + to_seconds(fast_whole(0, 1200, 'invited', answer_key)) as invited_at,
    survey_waves.wave_no > 1 as is_listed

from survey_waves
inner join person_months
    on
        month_no_of(survey_waves.opens_on) = person_months.month_no
        and survey_waves.opens_on > person_months.known_on
        and coalesce(person_months.until_date > survey_waves.opens_on + 14, true)
where person_months.is_customer;

create table form_answers as
with answered as (

    select
        *,
        0.82 * satisfaction + 0.09 * n('goodwill', answer_key) as goodwill,
        answer_of(goodwill, answer_key) as wished_score,
        band_of(wished_score) as band,
        opens_on + to_seconds(
            skewed(0, 11, 'answered day', answer_key) * 86400
            + whole(30600, 70000, 'answered', answer_key)
        ) as responded_at

    from survey_invited
    where
        n('answers', answer_key) < (0.05 + 0.22 * engagement) * reaction_propensity
        and coalesce(opens_on < fatigue_from, true)

),

numbered as (

    select
        *,
        row_number() over (order by responded_at, answer_key) as answer_no

    from answered

)

select
    numbered.*,
    people.family_name || ' ' || people.given_name as full_name,
    companies.company_name,
    -- What a real export holds too: blanks, and answers that the scale does not have.
    case
        when u('blank', numbered.answer_key) < 0.035 then null
        when numbered.answer_no % 97 = 11 then 11.0
        when numbered.answer_no % 89 = 23 then 7.5
        else numbered.wished_score
    end as score,
    on_scale(
        5,
        0.72 * numbered.satisfaction + 0.18 * n('goodwill', numbered.answer_key)
        + 0.16 * n('product', numbered.answer_key)
    ) as product_score,
    if(
        u('blank support', numbered.answer_key) < 0.06,
        null,
        on_scale(
            5,
            0.50 * numbered.satisfaction + 0.38 * n('support', numbered.answer_key)
            + if(numbered.has_trouble, 0.0, 0.18)
        )
    ) as support_score,
    on_scale(
        7, 0.20 * numbered.satisfaction + 0.75 * n('ease', numbered.answer_key) + 0.08
    ) as ease_score,
    pick(reasons.texts, 'reason', numbered.answer_key) as reason,
    u('anonymous', numbered.answer_key) < 0.04 as is_anonymous,
    -- Five answers of May 2024 were left behind and exported in August.
    numbered.wave_no = 2
    and row_number() over (
        partition by numbered.wave_no order by numbered.responded_at desc, numbered.answer_key asc
    ) <= 5 as is_late

from numbered
inner join reasons
    on numbered.band = reasons.band
inner join people
    on numbered.person_no = people.person_no
inner join companies
    on numbered.company_no = companies.company_no;

-- Each wave is tried out three days before it opens, and somebody of ours fills it in with the
-- others.
create table form_trials as
select
    survey_waves.wave_no,
    survey_waves.survey_id,
    t.trial_no = 3 as is_staff,
    t.trial_no <> 3 as is_test,
    cast(survey_waves.opens_on as timestamp)
    + if(t.trial_no = 3, interval 13 hour, to_minutes(cast(15 * t.trial_no - 3600 as integer)))
    + to_seconds(survey_waves.wave_no * 7) as responded_at,
    staff.email,
    if(t.trial_no = 3, staff.family_name || ' ' || staff.given_name, 'テスト 太郎') as full_name,
    cast([0, 10, 10][t.trial_no] as double) as score

from survey_waves
cross join generate_series(1, 3) as t (trial_no)
inner join staff
    on staff.staff_no = if(survey_waves.wave_no % 2 = 0, 10, 6);

-- The keys of the struct are the file's headers; unnest makes a column of each. Some type digits of
-- full width.
create table form_nps__answers as
with cells as (

    select
        survey_id,
        is_late,
        responded_at,
        answer_key,
        if(is_anonymous, null, email) as email,
        company_name,
        full_name,
        false as is_test,
        regexp_replace(cast(score as varchar), '[.]0$', '') as score,
        u('full width', answer_key) < 0.08 as is_wide,
        ['とても不満', 'やや不満', 'どちらともいえない', 'やや満足', 'とても満足'][product_score] as product_word,
        product_score,
        support_score,
        ease_score,
        reason,
        if(u('may quote', answer_key) < 0.4, '可', '不可') as may_quote

    from form_answers

    union all

    select
        survey_id,
        false as is_late,
        responded_at,
        wave_no as answer_key,
        email,
        '株式会社つむぎ野システム' as company_name,
        full_name,
        is_test,
        cast(cast(score as integer) as varchar) as score,
        false as is_wide,
        'とても満足' as product_word,
        5 as product_score,
        5 as support_score,
        7 as ease_score,
        if(is_test, 'テスト入力です。', '') as reason,
        '不可' as may_quote

    from form_trials

)

select
    'form_nps/' || lower(survey_id) || if(is_late, '-2', '') || '.csv' as _file,
    row_number() over (partition by _file order by responded_at, answer_key) as _line,
    unnest({
        '回答日時': strftime(responded_at, '%Y/%m/%d %H:%M:%S'),
        'アンケート番号': survey_id,
        '回答区分': if(is_test, 'テスト', '本番'),
        'メールアドレス': email,
        '会社名': company_name,
        'お名前': full_name,
        '当社を知人に薦める可能性（0～10）': if(is_wide, full_width(score), score),
        'その理由をお聞かせください': reason,
        '製品の満足度': cast(product_score as varchar) || '：' || product_word,
        'サポートの満足度（1～5）': support_score,
        '使いやすさ（1:とても手間がかかる～7:とても簡単）': ease_score,
        'ご意見の掲載': may_quote
    }) as named_cells

from cells;

-- The mailing tool's list of whom it sent the form to, with the trial of each mailing.
create table form_nps__invitations as
with cells as (

    select
        survey_invited.survey_id,
        survey_invited.invited_at,
        survey_invited.answer_key,
        survey_invited.email,
        companies.company_name,
        people.family_name || ' ' || people.given_name as full_name,
        '本番' as kind

    from survey_invited
    inner join people
        on survey_invited.person_no = people.person_no
    inner join companies
        on survey_invited.company_no = companies.company_no
    where survey_invited.is_listed

    union all

    select
        survey_id,
        responded_at - interval 5 minute as invited_at,
        wave_no as answer_key,
        email,
        '株式会社つむぎ野システム' as company_name,
        full_name,
        'テスト' as kind

    from form_trials
    where is_test and score > 5 and wave_no > 1

)

select
    'form_nps/haishin-' || lower(survey_id) || '.csv' as _file,
    row_number() over (partition by _file order by invited_at, answer_key) as _line,
    unnest({
        '配信日時': strftime(invited_at, '%Y/%m/%d %H:%M:%S'),
        'アンケート番号': survey_id,
        '配信区分': kind,
        '宛先': email,
        '会社名': company_name,
        '氏名': full_name
    }) as named_cells

from cells;

create table csat_answers as
with asked as (

    select
        person_months.*,
        person_months.employment_no * 64 + person_months.month_no as csat_key,
        fast_office_hours(months.business_days, 'csat', csat_key) as responded_at,
        if(
            person_months.month_no - month_no_of(companies.customer_from) = 3,
            'onboarding',
            ['support', 'support', 'training'][fast_whole(1, 3, 'csat about', csat_key)]
        ) as touchpoint

    from person_months
    inner join companies
        on person_months.company_no = companies.company_no
    inner join months
        on person_months.month_no = months.month_no
    where
        person_months.is_customer
        and (person_months.month_no - month_no_of(companies.customer_from)) % 12 = 3
        and n('answers csat', csat_key)
        < (0.16 + 0.20 * person_months.engagement) * person_months.reaction_propensity
        and responded_at > cast(person_months.known_on + 1 as timestamp)
        and coalesce(responded_at < person_months.until_date, true)
        and coalesce(responded_at < person_months.fatigue_from, true)

)

select
    *,
    row_number() over (order by responded_at, csat_key) as answer_no,
    id_of('R', 6, answer_no) as response_id,
    cast(
        1 + least(4, floor(5.0 * (0.8 * satisfaction + 0.25 * n('csat', csat_key)))) as integer
    ) as score,
    -- What a real export holds too: tests of our own, and an answer that the scale does not have.
    answer_no % 97 = 5 as is_test,
    answer_no % 101 = 7 as is_off_scale

from asked;

create table tnps_answers as
with asked as (

    select
        person_months.*,
        person_months.employment_no * 64 + person_months.month_no as tnps_key,
        fast_office_hours(months.business_days, 'tnps', tnps_key) as responded_at,
        if(
            person_months.month_no - month_no_of(companies.customer_from) = 2,
            'onboarding',
            'training'
        ) as touchpoint

    from person_months
    inner join companies
        on person_months.company_no = companies.company_no
    inner join months
        on person_months.month_no = months.month_no
    where
        person_months.is_customer
        and person_months.month_no > month_no_of(companies.customer_from)
        and (person_months.month_no - month_no_of(companies.customer_from)) % 8 = 2
        and n('answers tnps', tnps_key)
        < (0.07 + 0.095 * person_months.engagement) * person_months.reaction_propensity
        and responded_at > cast(person_months.known_on + 1 as timestamp)
        and coalesce(responded_at < person_months.until_date, true)
        and coalesce(responded_at < person_months.fatigue_from, true)

),

numbered as (

    select
        *,
        row_number() over (order by responded_at, tnps_key) as answer_no

    from asked

)

select
    *,
    id_of('N', 6, answer_no) as response_id,
    answer_no % 83 = 17 as is_test,
    case
        when answer_no % 101 = 29 then 11.0
        when answer_no % 79 = 31 then 7.5
        else answer_of(
                0.66 * satisfaction + 0.24 * n('tnps', tnps_key) - if(has_trouble, 0.06, 0.0),
                tnps_key
            )
    end as score

from numbered;

create table generic__survey_responses as
with listed as (

    select
        response_id,
        answer_no,
        'csat' as survey_id,
        'satisfaction' as question_type,
        1 as scale_min,
        5 as scale_max,
        cast(if(is_off_scale, 9, score) as varchar) as score,
        touchpoint,
        responded_at,
        email,
        is_test

    from csat_answers

    union all

    select
        response_id,
        answer_no,
        'tnps' as survey_id,
        'recommend' as question_type,
        0 as scale_min,
        10 as scale_max,
        if(
            answer_no % 43 = 13,
            full_width(regexp_replace(cast(score as varchar), '[.]0$', '')),
            regexp_replace(cast(score as varchar), '[.]0$', '')
        ) as score,
        touchpoint,
        responded_at,
        email,
        is_test

    from tnps_answers

)

select
    dated_file(
        'generic/survey_responses', 'survey_responses', yearly_export(cast(responded_at as date))
    ) as _file,
    response_id,
    survey_id,
    'transactional' as survey_type,
    survey_id || '_' || question_type as question_id,
    question_type,
    scale_min,
    scale_max,
    score,
    touchpoint,
    responded_at,
    email,
    if(is_test, 'true', 'false') as is_test

from listed
order by _file, survey_id, answer_no;

-- Whoever answers six or less is called or met: most of them soon, some late, some never. On days
-- off and at night nobody calls.
create table follow_ups as
with low_answers as (

    select
        person_month_no * 16 + 12 as activity_no,
        person_month_no,
        responded_at

    from form_answers
    where score <= 6 and not is_anonymous

    union all

    select
        person_month_no * 16 + 13 as activity_no,
        person_month_no,
        responded_at

    from tnps_answers
    where score <= 6 and not is_test

),

wished as (

    select
        *,
        case
            when n('follow up', activity_no) < 0.88
                then responded_at + to_seconds(
                        fast_whole(2400, 90000, 'follow up soon', activity_no)
                    )
            when n('follow up', activity_no) < 0.95
                then responded_at + to_seconds(
                        fast_whole(3 * 86400, 24 * 86400, 'follow up late', activity_no)
                    )
        end as wished_at

    from low_answers

),

in_the_day as (

    select
        *,
        case
            when hour(wished_at) < 9 then date_trunc('day', wished_at) + interval 9 hour
            when hour(wished_at) >= 18 then date_trunc('day', wished_at) + interval 33 hour
            else wished_at
        end as called_at

    from wished
    where wished_at is not null

),

business_days as (

    select unnest(business_days) as business_day
    from months

)

select
    in_the_day.activity_no,
    in_the_day.person_month_no,
    if(n('follow up by', in_the_day.activity_no) < 0.8, 'call_connected', 'meeting_held') as kind,
    cast(business_days.business_day as timestamp)
    + (in_the_day.called_at - date_trunc('day', in_the_day.called_at))
    + to_seconds(fast_whole(60, 1700, 'follow up second', in_the_day.activity_no)) as occurred_at

from in_the_day
asof inner join business_days
    on cast(in_the_day.called_at as date) <= business_days.business_day;
