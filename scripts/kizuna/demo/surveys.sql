-- Two surveys: a relational one by a form tool, in waves every half year, and one of satisfaction
-- after the first three months and then once a year. What people say follows satisfaction, not
-- engagement.
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

create table form_answers as
with waves (wave_no, survey_id, opens_on) as (

    values
    (1, 'NPS-2023-11', date '2023-11-13'),
    (2, 'NPS-2024-05', date '2024-05-13'),
    (3, 'NPS-2024-11', date '2024-11-11'),
    (4, 'NPS-2025-05', date '2025-05-12'),
    (5, 'NPS-2025-11', date '2025-11-10')

),

invited as (

    select
        waves.*,
        person_months.*,
        person_months.employment_no * 8 + waves.wave_no as answer_key

    from waves
    inner join person_months
        on
            month_no_of(waves.opens_on) = person_months.month_no
            and waves.opens_on > person_months.known_on
            and coalesce(person_months.until_date > waves.opens_on + 14, true)
    where person_months.is_customer

),

answered as (

    select
        *,
        answer_of(0.70 * satisfaction + 0.25 * n('goodwill', answer_key), answer_key) as score,
        band_of(score) as band,
        opens_on + to_seconds(
            skewed(0, 11, 'answered day', answer_key) * 86400
            + whole(30600, 70000, 'answered', answer_key)
        ) as responded_at

    from invited
    where
        n('answers', answer_key) < (0.14 + 0.16 * engagement) * reaction_propensity
        and coalesce(opens_on < fatigue_from, true)

)

select
    answered.* exclude (score),
    people.family_name || ' ' || people.given_name as full_name,
    companies.company_name,
    if(u('blank', answered.answer_key) < 0.035, null, answered.score) as score,
    pick(reasons.texts, 'reason', answered.answer_key) as reason,
    u('anonymous', answered.answer_key) < 0.04 as is_anonymous,
    -- Five answers of May 2024 were left behind and exported in August.
    answered.wave_no = 2
    and row_number() over (
        partition by answered.wave_no order by answered.responded_at desc, answered.answer_key asc
    ) <= 5 as is_late

from answered
inner join reasons
    on answered.band = reasons.band
inner join people
    on answered.person_no = people.person_no
inner join companies
    on answered.company_no = companies.company_no;

-- The keys of the struct are the file's headers; unnest makes a column of each.
create table form_nps__answers as
select
    'form_nps/' || lower(survey_id) || if(is_late, '-2', '') || '.csv' as _file,
    row_number() over (partition by _file order by responded_at, answer_key) as _line,
    unnest({
        '回答日時': strftime(responded_at, '%Y/%m/%d %H:%M:%S'),
        'アンケート番号': survey_id,
        'メールアドレス': if(is_anonymous, null, email),
        '会社名': company_name,
        'お名前': full_name,
        '当社を知人に薦める可能性（0～10）': score,
        'その理由をお聞かせください': reason,
        'ご意見の掲載': if(u('may quote', answer_key) < 0.4, '可', '不可')
    }) as named_cells

from form_answers;

create table csat_answers as
with asked as (

    select
        person_months.*,
        person_months.employment_no * 64 + person_months.month_no as csat_key,
        fast_office_hours(months.business_days, 'csat', csat_key) as responded_at

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

create table generic__survey_responses as
select
    dated_file(
        'generic/survey_responses', 'survey_responses', yearly_export(cast(responded_at as date))
    ) as _file,
    response_id,
    'csat' as survey_id,
    'transactional' as survey_type,
    'satisfaction' as question_type,
    1 as scale_min,
    5 as scale_max,
    if(is_off_scale, 9, score) as score,
    responded_at,
    email,
    if(is_test, 'true', 'false') as is_test

from csat_answers
order by _file, answer_no;
