-- Two surveys: a relational one by a form tool, in three waves, and one after support tickets.
create macro answer_of(goodwill, key) as (
    case
        when goodwill < 0.10 then whole(0, 3, 'low score', key)
        when goodwill < 0.22 then whole(4, 5, 'low score', key)
        when goodwill < 0.32 then 6
        when goodwill < 0.46 then 7
        when goodwill < 0.68 then 8
        when goodwill < 0.83 then 9
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
with waves (survey_id, opens_on, month_no, response_rate) as (

    values
    ('NPS-2024-11', date '2024-11-11', 1, 0.38),
    ('NPS-2025-05', date '2025-05-12', 7, 0.19),
    ('NPS-2025-11', date '2025-11-10', 13, 0.17)

),

invited as (

    select
        waves.survey_id,
        waves.opens_on,
        waves.response_rate,
        people.contact_id || waves.survey_id as answer_key,
        people.email,
        people.full_name,
        people.health,
        accounts.account_name,
        account_months.liveliness

    from waves
    inner join account_months
        on waves.month_no = account_months.month_no
    inner join people
        on account_months.company_no = people.company_no
    inner join accounts
        on people.company_no = accounts.company_no
    where account_months.is_customer and people.known_at < waves.opens_on

),

answered as (

    select
        *,
        answer_of(0.55 * health + 0.45 * u('goodwill', answer_key), answer_key) as score,
        band_of(score) as band,
        opens_on + to_seconds(
            skewed(0, 11, 'answered day', answer_key) * 86400
            + whole(30600, 70000, 'answered', answer_key)
        ) as responded_at

    from invited
    where u('answers', answer_key) < response_rate * if(liveliness < 0.45, 0.6, 1.0)

)

select
    answered.survey_id,
    answered.answer_key,
    answered.email,
    answered.full_name,
    answered.account_name,
    if(u('blank', answered.answer_key) < 0.035, null, answered.score) as score,
    pick(reasons.texts, 'reason', answered.answer_key) as reason,
    answered.responded_at

from answered
inner join reasons
    on answered.band = reasons.band;

-- The keys of the struct are the file's headers; unnest makes a column of each.
create table file_form_answers as
select
    'form_nps/' || lower(survey_id) || '.csv' as _file,
    row_number() over (partition by survey_id order by responded_at, answer_key) as _line,
    unnest({
        '回答日時': strftime(responded_at, '%Y/%m/%d %H:%M:%S'),
        'アンケート番号': survey_id,
        'メールアドレス': if(u('anonymous', answer_key) < 0.04, null, email),
        '会社名': account_name,
        'お名前': full_name,
        '当社を知人に薦める可能性（0～10）': score,
        'その理由をお聞かせください': reason,
        'ご意見の掲載': if(u('may quote', answer_key) < 0.4, '可', '不可')
    }) as named_cells

from form_answers;

create table ticket_answers as
with tickets as (

    select
        activities.activity_key,
        activities.occurred_at,
        activities.account_id,
        activities.contact_id,
        activities.email,
        people.health

    from activities
    inner join people
        on activities.contact_id = people.contact_id
    where
        activities.event_type = 'ticket_opened'
        and u('answers ticket', activities.activity_key) < 0.28

),

asked as (

    select
        activity_key,
        account_id,
        contact_id,
        email,
        health,
        cast(occurred_at as date) + cast(whole(1, 3, 'survey day', activity_key) as integer)
        + to_seconds(whole(9 * 3600, 20 * 3600, 'survey', activity_key)) as responded_at,
        row_number() over (order by u('odd', activity_key), activity_key) as odd_place

    from tickets

),

answers as (

    select
        *,
        'recommend' as question_type,
        answer_of(0.4 * health + 0.6 * u('ticket goodwill', activity_key), activity_key) as score,
        false as is_test

    from asked

    union all

    select
        *,
        'satisfaction' as question_type,
        case
            when health + u('satisfaction', activity_key) < 0.3
                then whole(1, 2, 'unsatisfied', activity_key)
            when health + u('satisfaction', activity_key) < 0.65 then 3
            when health + u('satisfaction', activity_key) < 1.25 then 4
            else 5
        end as score,
        false as is_test

    from asked
    where u('asked both', activity_key) < 0.5

    union all

    -- What a real export holds too: answers that the scale does not have, and tests of our own.
    select
        *,
        'recommend' as question_type,
        if(odd_place <= 2, 11, 10) as score,
        odd_place > 2 as is_test

    from asked
    where odd_place <= 4

)

select
    activity_key,
    question_type,
    score,
    responded_at,
    account_id,
    contact_id,
    email,
    is_test

from answers
where responded_at < timestamp '2026-04-01 00:00:00';

create table file_survey_responses as
select
    'generic/survey_responses/survey_responses.csv' as _file,
    row_number() over (order by responded_at, activity_key, question_type, score, is_test) as _line,
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
