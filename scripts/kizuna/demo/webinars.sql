-- One webinar a month, in the last quarter a short one every Thursday too, and the reports of Zoom:
-- the tables of a report stand one below the other, so a line is a list of cells. The account's
-- language was changed in January 2025.
create table webinar_topics as
select
    t.topic,
    row_number() over () - 1 as month_no

from (
    select unnest([
        '経費精算のペーパーレス化 はじめの一歩', '新任管理者のためのツムギノ活用講座',
        '紙の申請書をなくす3つの手順', '出張旅費規程の作り方', '夏の勤怠トラブルを防ぐ',
        '勤怠の締め作業を半分にする', 'インボイス制度 開始直前チェック', '年末調整を紙から解放する',
        '電子帳簿保存法 よくある誤解と対応', '勤怠データで見る働き方のいま',
        '文書管理と監査対応の基本', '新年度に間に合わせる申請ワークフロー',
        'インボイス制度 現場の運用を見直す', '導入企業に聞く 全社展開のコツ',
        'モバイル申請で現場を楽にする', '経理部門のための月次決算早期化',
        '多拠点の勤怠管理 事例紹介', '承認経路の設計パターン', '2周年記念 これからのツムギノ',
        '年末調整の準備 チェックリスト', '法改正まるわかり 人事労務編', '監査で慌てない証跡の残し方',
        '経費の不正を防ぐ仕組み', '新年度のユーザー管理と権限設計', 'はじめての電子契約',
        '交通費精算の自動化', '人事評価シートの電子化', '請求書受領のデジタル化',
        '製造業の現場申請 事例紹介', '小売業の多店舗勤怠 事例紹介', 'データ連携とAPIの基本',
        '年末調整 今年の変更点', '生成AIと社内文書の検索', '内部統制と電子承認',
        '経理と人事の連携術', '3月決算の前にやること'
    ]) as topic
) as t;

create table webinars as
with planned as (

    select
        months.month_no as webinar_no,
        months.month_no,
        months.third_wednesday as held_on,
        webinar_topics.topic,
        id_of('8', 10, whole(0, 9999999999, 'webinar', months.month_no)) as digits,
        false as is_weekly

    from months
    inner join webinar_topics
        on months.month_no = webinar_topics.month_no

    union all

    select
        1000 + datediff('week', date '2026-01-01', days.held_on) as webinar_no,
        days.month_no,
        days.held_on,
        'はじめてのツムギノ 木曜オンボーディング' as topic,
        -- A recurring webinar keeps its id.
        id_of('8', 10, whole(0, 9999999999, 'webinar', 'weekly')) as digits,
        true as is_weekly

    from (
        select
            month_no,
            unnest(business_days) as held_on
        from months
    ) as days
    where isodow(days.held_on) = 4 and days.held_on >= date '2026-01-05'

)

select
    *,
    left(digits, 3) || ' ' || substr(digits, 4, 4) || ' ' || substr(digits, 8) as webinar_id,
    -- One begins at 9:00 to the second and lasts 90 minutes.
    case
        when webinar_no = 20 then held_on + interval 9 hour
        else
            held_on + if(is_weekly, interval 11 hour, interval 14 hour)
            + to_seconds(whole(0, 90, 'actual start', webinar_no))
    end as starts_at,
    case
        when webinar_no = 20 then 90
        when is_weekly then 30
        else whole(58, 66, 'duration', webinar_no)
    end as minutes,
    starts_at + to_minutes(minutes) as ends_at,
    if(held_on < date '2025-01-01', 'en', 'ja') as language,
    '_' || digits || '_' || strftime(held_on, '%Y%m%d') || '.csv' as file_end

from planned;

create table webinar_registrants as
with possible as (

    select
        webinars.*,
        employments.employment_no,
        employments.person_no,
        employments.company_no,
        employments.email,
        people.family_name || ' ' || people.given_name as full_name,
        company_months.engagement,
        company_months.drive,
        people.reaction_propensity,
        webinars.webinar_no * 10000000 + employments.employment_no as registrant_no,
        -- Some take part in the weekly one for a while, mostly without a gap.
        fast_whole(0, 6, 'first week', employments.person_no) as first_week,
        fast_whole(2, 9, 'weeks', employments.person_no) as weeks

    from webinars
    inner join company_months
        on webinars.month_no = company_months.month_no
    inner join employments
        on company_months.company_no = employments.company_no
    inner join people
        on employments.person_no = people.person_no
    where
        employments.known_on < webinars.held_on - 21
        and coalesce(webinars.held_on < employments.until_date, true)
        and coalesce(webinars.held_on < people.fatigue_from, true)
        and (company_months.is_customer or not webinars.is_weekly)

),

registered as (

    select
        *,
        if(
            is_weekly,
            n('attends', registrant_no) < 0.92,
            n('attends', registrant_no) < 0.35 + 0.4 * engagement
        ) as attended

    from possible
    where
        if(
            is_weekly,
            n('joins weekly', person_no) < 0.25 * drive * reaction_propensity
            and webinar_no - 1000 between first_week and first_week + weeks,
            n('registers', registrant_no) < 0.55 * drive * reaction_propensity
        )

    union all by name

    -- Nobody whom any system knows.
    select
        concat_ws('.', 'stranger', webinars.webinar_no, t.stranger_no) as person,
        webinars.*,
        null as employment_no,
        surname_of(person).kanji || ' ' || given_name_of(person).kanji as full_name,
        surname_of(person).romaji || '.' || given_name_of(person).romaji || t.stranger_no || '@'
        || pick(['towa', 'moegi', 'suizan', 'kanadel', 'verdea'], 'lab', person) || '-lab.example'
            as email,
        webinars.webinar_no * 10000000 + 9000000 + t.stranger_no as registrant_no,
        t.stranger_no = 1 as attended

    from webinars
    cross join generate_series(1, 2) as t (stranger_no)
    where not webinars.is_weekly

)

select
    * exclude (person),
    held_on - cast(fast_whole(1, 19, 'registered day', registrant_no) as integer)
    + to_seconds(fast_whole(8 * 3600, 22 * 3600, 'registered', registrant_no)) as registered_at,
    n('joins', registrant_no) as joins_place,
    n('stays', registrant_no) as stays_place,
    -- The first who came to the one at 9:00 was there from 9:00 to 9:30 and from 9:35 to the end.
    coalesce(
        registrant_no = min(registrant_no) filter (
            webinar_no = 20 and attended and employment_no is not null
        ) over (),
        false
    ) as is_golden

from registered;

create table webinar_attendees as
with timed as (

    select
        *,
        case
            when is_golden then starts_at
            when joins_place < 0.25
                then starts_at - to_seconds(fast_whole(20, 600, 'early', registrant_no))
            else
                starts_at + to_seconds(
                    cast(
                        floor(minutes * 25 * joins_place * joins_place * joins_place) as bigint
                    )
                )
        end as joined_at,
        case
            when is_golden then ends_at
            when stays_place < 0.12
                then ends_at + to_seconds(fast_whole(5, 240, 'lingers', registrant_no))
            when stays_place < 0.74
                then ends_at - to_seconds(fast_whole(0, 120, 'leaves', registrant_no))
            else
                greatest(joined_at, starts_at)
                + to_seconds(fast_whole(900, 1500, 'leaves early', registrant_no))
        end as left_at,
        if(
            is_golden, starts_at + interval 30 minute,
            greatest(joined_at, starts_at)
            + to_seconds(fast_whole(240, 480, 'cut off', registrant_no))
        ) as cut_off_at,
        if(is_golden, 300, fast_whole(40, 200, 'gap', registrant_no)) as gap,
        is_golden or n('rejoins', registrant_no) < 0.1 as rejoins,
        not is_golden and n('two devices', registrant_no) < 0.06 as has_two_devices

    from webinar_registrants
    where attended

)

select * from timed;

create table webinar_connections as
select
    *,
    joined_at as on_at,
    if(rejoins, cut_off_at, left_at) as off_at

from webinar_attendees

union all

-- Those who lose the connection for a while come twice.
select
    *,
    cut_off_at + to_seconds(gap) as on_at,
    left_at as off_at

from webinar_attendees
where rejoins

union all

-- A phone beside the computer: at the same time, so it adds no presence.
select
    *,
    joined_at + to_seconds(fast_whole(60, 200, 'second device', registrant_no)) as on_at,
    left_at - to_seconds(fast_whole(10, 60, 'second device off', registrant_no)) as off_at

from webinar_attendees
where has_two_devices;

-- From October 2024 on every second webinar has a poll in the middle; each third poll is
-- anonymous.
create table webinar_polls as
with asked as (

    select
        *,
        starts_at + to_minutes(minutes // 2)
        + to_seconds(fast_whole(3, 80, 'poll', registrant_no)) as submitted_at,
        month_no % 6 = 4 as is_anonymous

    from webinar_attendees
    where
        not is_weekly
        and month_no >= 18
        and month_no % 2 = 0
        and n('answers poll', registrant_no) < 0.55

)

select
    *,
    row_number() over (partition by webinar_no order by submitted_at, registrant_no) as answer_no

from asked
where submitted_at > joined_at and submitted_at < left_at and not rejoins;

create table webinar_questions as
with asked as (

    select
        *,
        starts_at
        + to_seconds(fast_whole(600, minutes * 45, 'question', registrant_no)) as asked_at,
        n('anonymous question', registrant_no) < 0.12 as is_anonymous,
        pick(
            [
                '料金プランの違いを教えてください', '既存の会計ソフトと連携できますか',
                '承認経路は部門ごとに変えられますか', 'スマートフォンから申請できますか',
                '導入までどのくらいかかりますか', '資料は後日いただけますか',
                '電子帳簿保存法の要件は満たしますか', '代理承認の設定はできますか'
            ],
            'question text', registrant_no
        ) as question

    from webinar_attendees
    where
        not is_weekly
        and month_no >= 18
        and month_no % 2 = 0
        and n('asks', registrant_no) < 0.08 + 0.10 * engagement

)

select
    *,
    row_number() over (partition by webinar_no order by asked_at, registrant_no) as question_no

from asked
where asked_at > joined_at and asked_at < left_at and not rejoins;

create table zoom_words as
select t.*
from (
    values
    (
        'en', 'Yes', 'No', 'approved', 'Japan',
        ['Attendee Report', 'Poll Report', 'Q&A Report'], 'Report generated time',
        [
            'Host Details', 'Panelist Details', 'Attendee Details', 'Poll Details',
            'Question Details'
        ],
        ['Topic', 'Webinar ID', 'Actual Start Time', 'Actual Duration (minutes)'],
        ['Total Users', 'Unique Viewers'],
        ['Attended', 'User Name (Original Name)', 'Email'],
        ['Registration Time', 'Approval Status'],
        ['Join Time', 'Leave Time', 'Time in Session (minutes)', 'Is Guest', 'Country/Region Name'],
        [
            '#', 'User Name', 'User Email', 'Submitted Date/Time', 'Question', 'Answer', 'Question',
            'Answer'
        ],
        [
            '#', 'Question', 'Asker Name', 'Asker Email', 'Question Time', 'Answer(s)',
            'Answer Time'
        ],
        'Anonymous Attendee', 'live answered'
    ),
    (
        'ja', 'はい', 'いいえ', '承認済み', '日本',
        ['出席者レポート', '投票レポート', 'Q&Aレポート'], 'レポート生成日時',
        ['ホストの詳細', 'パネリストの詳細', '出席者の詳細', '投票の詳細', '質問の詳細'],
        ['トピック', 'ウェビナーID', '実際の開始時刻', '実際の時間（分）'],
        ['ユーザーの合計数', 'ユニーク視聴者数'],
        ['出席', 'ユーザー名（元の名前）', 'メール'],
        ['登録時刻', '承認ステータス'],
        ['参加時刻', '退出時刻', 'セッション時間（分）', 'ゲスト', '国/地域名'],
        ['#', 'ユーザー名', 'ユーザーのメールアドレス', '送信日時', '質問', '回答', '質問', '回答'],
        ['#', '質問', '質問者名', '質問者のメール', '質問時刻', '回答', '回答時刻'],
        '匿名の出席者', 'ライブで回答済み'
    )
) as t (
    words_language, yes_word, no_word, approved, country, titles, generated, sections,
    webinar_header, count_header, person_header, registration_header, session_header, poll_header,
    question_header, anonymous, live_answered
);

create macro zoom_time(t, language) as (
    if(language = 'ja', strftime(t, '%Y年%m月%d日 %H:%M:%S'), strftime(t, '%m/%d/%Y %I:%M:%S %p'))
);

create macro zoom_session(on_at, off_at, language) as [
    zoom_time(on_at, language),
    zoom_time(off_at, language),
    cast((datediff('second', on_at, off_at) + 59) // 60 as varchar)
];

create macro zoom_head(
    title, generated, header, topic, webinar_id, starts_at, minutes, held_on, language
) as [
    { place: 1, cells: [title] },
    { place: 2, cells: [generated, zoom_time(held_on + interval 34 hour, language)] },
    { place: 3, cells: header },
    {
        place: 4,
        cells: [topic, webinar_id, zoom_time(starts_at, language), cast(minutes as varchar)]
    }
];

create table zoom__reports as
with viewers as (

    select
        webinar_no,
        count(*) as total_users,
        count(distinct email) as unique_viewers

    from webinar_connections
    group by webinar_no

),

reports as (

    select
        webinars.*,
        zoom_words.*,
        viewers.total_users,
        viewers.unique_viewers

    from webinars
    inner join zoom_words
        on webinars.language = zoom_words.words_language
    inner join viewers
        on webinars.webinar_no = viewers.webinar_no

),

staff_present as (

    select t.*
    from (
        values
        (6, 'ツムギノ 事務局', 'webinar@tsumugino.example'),
        (9, '三好 遥', 'miyoshi@tsumugino.example'),
        (9, '沢渡 圭', 'sawatari@tsumugino.example')
    ) as t (place, full_name, email)

),

lines as (

    select
        'attendee_report/attendee' || file_end as file_name,
        unnest(
            zoom_head(
                titles[1], generated, webinar_header || count_header, topic, webinar_id, starts_at,
                minutes, held_on, language
            )[1:3]
            || [
                {
                    place: 4,
                    cells: [
                        topic, webinar_id, zoom_time(starts_at, language),
                        cast(minutes as varchar), cast(total_users as varchar),
                        cast(unique_viewers as varchar)
                    ]
                },
                { place: 5, cells: [sections[1]] },
                { place: 5, cells: person_header || session_header },
                { place: 8, cells: [sections[2]] },
                { place: 8, cells: person_header || session_header },
                { place: 10, cells: [sections[3]] },
                { place: 11, cells: person_header || registration_header || session_header }
            ],
            recursive := true
        ) as place_and_cells,
        '' as sort_key

    from reports

    union all by name

    select
        'attendee_report/attendee' || reports.file_end as file_name,
        staff_present.place,
        staff_present.email as sort_key,
        [reports.yes_word, staff_present.full_name, staff_present.email]
        || zoom_session(
            reports.starts_at + to_seconds(if(staff_present.place = 6, 0, 25)),
            reports.ends_at, reports.language
        )
        || [reports.no_word, reports.country] as cells

    from reports
    cross join staff_present

    union all by name

    select
        'attendee_report/attendee' || reports.file_end as file_name,
        12 as place,
        people.email || strftime(people.on_at, ' %H:%M:%S') as sort_key,
        [
            reports.yes_word, people.full_name, people.email,
            zoom_time(people.registered_at, reports.language), reports.approved
        ]
        || zoom_session(people.on_at, people.off_at, reports.language)
        || [reports.yes_word, reports.country] as cells

    from reports
    inner join webinar_connections as people
        on reports.webinar_no = people.webinar_no

    union all by name

    select
        'attendee_report/attendee' || reports.file_end as file_name,
        13 as place,
        people.email as sort_key,
        [
            reports.no_word, people.full_name, people.email,
            zoom_time(people.registered_at, reports.language), reports.approved
        ]
        || ['--', '--', '--', '--', ''] as cells

    from reports
    inner join webinar_registrants as people
        on reports.webinar_no = people.webinar_no
    where not people.attended

    union all by name

    select
        'poll_report/poll_report' || file_end as file_name,
        unnest(
            zoom_head(
                titles[2], generated, webinar_header, topic, webinar_id, starts_at, minutes,
                held_on, language
            )
            || [{ place: 5, cells: [sections[4]] }, { place: 6, cells: poll_header }],
            recursive := true
        ) as place_and_cells,
        '' as sort_key

    from reports
    where webinar_no in (select webinar_polls.webinar_no from webinar_polls)

    union all by name

    select
        'poll_report/poll_report' || reports.file_end as file_name,
        7 as place,
        id_of('', 8, answers.answer_no) as sort_key,
        [
            cast(answers.answer_no as varchar),
            if(answers.is_anonymous, reports.anonymous, answers.full_name),
            if(answers.is_anonymous, '', answers.email),
            zoom_time(answers.submitted_at, reports.language),
            '導入の時期は', pick(['年内', '半年以内', '未定'], 'poll one', answers.registrant_no),
            'いまの課題は', pick(['紙が多い', '承認が遅い', '集計'], 'poll two', answers.registrant_no)
        ] as cells

    from reports
    inner join webinar_polls as answers
        on reports.webinar_no = answers.webinar_no

    union all by name

    select
        'qa_report/qa' || file_end as file_name,
        unnest(
            zoom_head(
                titles[3], generated, webinar_header, topic, webinar_id, starts_at, minutes,
                held_on, language
            )
            || [{ place: 5, cells: [sections[5]] }, { place: 6, cells: question_header }],
            recursive := true
        ) as place_and_cells,
        '' as sort_key

    from reports
    where webinar_no in (select webinar_questions.webinar_no from webinar_questions)

    union all by name

    select
        'qa_report/qa' || reports.file_end as file_name,
        7 as place,
        id_of('', 8, questions.question_no) as sort_key,
        [
            cast(questions.question_no as varchar), questions.question,
            if(questions.is_anonymous, reports.anonymous, questions.full_name),
            if(questions.is_anonymous, '', questions.email),
            zoom_time(questions.asked_at, reports.language)
        ]
        || case questions.question_no % 3
            when 0 then ['', '']
            when 1 then [reports.live_answered, '']
            else
                ['はい。くわしくは資料をお送りします', zoom_time(
                    questions.asked_at + interval 4 minute, reports.language
                )]
        end as cells

    from reports
    inner join webinar_questions as questions
        on reports.webinar_no = questions.webinar_no

)

select
    'zoom/' || file_name as _file,
    row_number() over (
        partition by file_name order by place, sort_key, len(cells), cells
    ) as _line,
    cells

from lines;

-- As stg_zoom__webinars names a session, and as a key writes the session's start.
create macro session_id(digits, starts_at) as (
    digits || '@' || strftime(starts_at, '%Y-%m-%d %H:%M:%S')
);
create macro utc_text(t) as strftime(utc(t), '%Y-%m-%d %H:%M:%S');
create macro attendee_key(digits, starts_at, email) as (
    md5(concat_ws('|', 'attendee', 'zoom', session_id(digits, starts_at), email))
);

create table webinar_crm_members as
select
    webinar_no,
    topic as campaign_name,
    starts_at as started_at,
    person_no,
    employment_no,
    company_no,
    attended as has_attended,
    registered_at,
    'webinar-' || registrant_no || if(attended, '-attended', '-registered') as planted_event_id

from webinar_registrants
where not is_weekly and employment_no is not null and month_no % 4 <> 3;

create table human_events_webinars as
with in_salesforce as (

    select
        employment_no,
        min(valid_from) as known_on

    from contact_records
    where system = 'salesforce'
    group by employment_no

)

select
    'webinar-' || registrant_no || '-registered' as planted_event_id,
    person_no,
    company_no,
    'webinar_registered' as event_type,
    'webinar' as channel,
    'zoom' as source,
    attendee_key(digits, starts_at, email) as source_event_id,
    utc(registered_at) as occurred_at,
    cast(null as varchar) as duplicate_of_source

from webinar_registrants
where employment_no is not null

union all

select
    'webinar-' || attendees.registrant_no || '-attended' as planted_event_id,
    attendees.person_no,
    attendees.company_no,
    'webinar_attended' as event_type,
    'webinar' as channel,
    'zoom' as source,
    attendee_key(attendees.digits, attendees.starts_at, attendees.email) as source_event_id,
    utc(greatest(attendees.joined_at, attendees.starts_at)) as occurred_at,
    if(
        not attendees.is_weekly
        and attendees.month_no % 4 <> 3
        and in_salesforce.known_on < attendees.held_on,
        'salesforce', null
    ) as duplicate_of_source

from webinar_attendees as attendees
left join in_salesforce
    on attendees.employment_no = in_salesforce.employment_no
where attendees.employment_no is not null

union all

select
    'webinar-' || registrant_no || '-poll' as planted_event_id,
    person_no,
    company_no,
    'webinar_poll_answered' as event_type,
    'webinar' as channel,
    'zoom' as source,
    md5(
        concat_ws(
            '|', 'zoom_poll_answer', webinar_id, utc_text(starts_at), email, utc_text(submitted_at)
        ) || '||-|'
    ) as source_event_id,
    utc(submitted_at) as occurred_at,
    null as duplicate_of_source

from webinar_polls
where employment_no is not null and not is_anonymous

union all

select
    'webinar-' || registrant_no || '-question' as planted_event_id,
    person_no,
    company_no,
    'webinar_question_asked' as event_type,
    'webinar' as channel,
    'zoom' as source,
    md5(
        concat_ws(
            '|', 'zoom_question', webinar_id, utc_text(starts_at), email, utc_text(asked_at),
            question
        )
    ) as source_event_id,
    utc(asked_at) as occurred_at,
    null as duplicate_of_source

from webinar_questions
where employment_no is not null and not is_anonymous;
