-- Two surveys: a relational one by a form tool, in three waves, and one after support tickets.
create macro answer_of(goodwill, key) as
    case
        when goodwill < 0.10 then whole(0, 3, 'low score', key)
        when goodwill < 0.22 then whole(4, 5, 'low score', key)
        when goodwill < 0.32 then 6
        when goodwill < 0.46 then 7
        when goodwill < 0.68 then 8
        when goodwill < 0.83 then 9
        else 10
    end;

create macro band_of(score) as
    case when score >= 9 then 'promoter' when score >= 7 then 'passive' else 'detractor' end;

create table reasons as
select * from (
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
with waves as (

    select * from (
        values
        ('NPS-2024-11', date '2024-11-11', 1, 0.38),
        ('NPS-2025-05', date '2025-05-12', 7, 0.19),
        ('NPS-2025-11', date '2025-11-10', 13, 0.17)
    ) as t (survey_id, opens_on, month_no, response_rate)

),

answered as (

    select
        survey_id,
        contact_id || survey_id as key,
        email,
        full_name,
        account_name,
        answer_of(0.55 * people.health + 0.45 * u('goodwill', key), key) as score,
        band_of(score) as band,
        opens_on + to_seconds(
            skewed(0, 11, 'answered day', key) * 86400 + whole(30600, 70000, 'answered', key)
        ) as responded_at

    from waves
    inner join account_months using (month_no)
    inner join people using (no)
    inner join accounts using (no)
    where
        is_customer
        and known_at < opens_on
        and u('answers', key) < response_rate * if(liveliness < 0.45, 0.6, 1.0)

)

select
    * replace (if(u('blank', key) < 0.035, null, score) as score),
    pick(texts, 'reason', key) as reason

from answered
inner join reasons using (band);

create table file_form_answers as
select
    'form_nps/' || lower(survey_id) || '.csv' as _file,
    row_number() over (partition by survey_id order by responded_at, key) as _line,
    strftime(responded_at, '%Y/%m/%d %H:%M:%S') as "回答日時",
    survey_id as "アンケート番号",
    if(u('anonymous', key) < 0.04, null, email) as "メールアドレス",
    account_name as "会社名",
    full_name as "お名前",
    score as "当社を知人に薦める可能性（0～10）",
    reason as "その理由をお聞かせください",
    if(u('may quote', key) < 0.4, '可', '不可') as "ご意見の掲載"

from form_answers;

create table ticket_answers as
with asked as (

    select
        key,
        activities.* exclude (key, event_type, occurred_at, content_id),
        health,
        cast(occurred_at as date) + cast(whole(1, 3, 'survey day', key) as integer)
        + to_seconds(whole(9 * 3600, 20 * 3600, 'survey', key)) as responded_at,
        row_number() over (order by u('odd', key), key) as odd_place

    from activities
    inner join people using (contact_id)
    where event_type = 'ticket_opened' and u('answers ticket', key) < 0.28

),

answers as (

    select
        *,
        'recommend' as question_type,
        answer_of(0.4 * health + 0.6 * u('ticket goodwill', key), key) as score,
        false as is_test

    from asked

    union all

    select
        *,
        'satisfaction',
        case
            when health + u('satisfaction', key) < 0.3 then whole(1, 2, 'unsatisfied', key)
            when health + u('satisfaction', key) < 0.65 then 3
            when health + u('satisfaction', key) < 1.25 then 4
            else 5
        end,
        false

    from asked
    where u('asked both', key) < 0.5

    union all

    -- What a real export holds too: answers that the scale does not have, and tests of our own.
    select
        *,
        'recommend',
        if(odd_place <= 2, 11, 10),
        odd_place > 2

    from asked
    where odd_place <= 4

)

select * from answers
where responded_at < timestamp '2026-04-01 00:00:00';

create table file_survey_responses as
select
    'generic/survey_responses/survey_responses.csv' as _file,
    row_number() over (order by responded_at, key, question_type, score, is_test) as _line,
    id_of('R', 5, _line) as response_id,
    'ticket-survey' as survey_id,
    'transactional' as survey_type,
    question_type,
    if(question_type = 'satisfaction', 1, 0) as scale_min,
    if(question_type = 'satisfaction', 5, 10) as scale_max,
    score,
    responded_at,
    account_id,
    contact_id,
    email,
    if(is_test, 'true', 'false') as is_test

from ticket_answers;
