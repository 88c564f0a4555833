-- One webinar a month and its attendee report, line by line: the report's tables stand one below
-- the other, so a line is a list of cells. The account's language was changed for the last reports.
create table webinars as
select
    month_no,
    topic,
    id_of('8', 10, whole(0, 9999999999, 'webinar', month_no)) as digits,
    left(digits, 3) || ' ' || substr(digits, 4, 4) || ' ' || substr(digits, 8) as webinar_id,
    third_wednesday + interval 14 hour
    + to_seconds(whole(0, 90, 'actual start', month_no)) as starts_at,
    whole(58, 66, 'duration', month_no) as minutes,
    starts_at + to_minutes(minutes) as ends_at,
    if(month_no < 14, 'en', 'ja') as language,
    'zoom/attendee_report/attendee_' || digits || '_' || strftime(third_wednesday, '%Y%m%d')
    || '.csv' as file

from months
inner join webinar_topics using (month_no);

create table registrants as
with contacts_registered as (

    select
        month_no,
        contact_id as person,
        full_name,
        email,
        known_at,
        0.40 + 0.3 * health as attendance

    from webinars
    inner join account_months using (month_no)
    inner join people using (no)
    where
        known_at < starts_at - interval 3 day
        and email is not null
        and u('registers', concat_ws('.', contact_id, month_no))
        < if(month_no < 6, 0.13, 0.075) * liveliness

),

-- Nobody in the CRM: a colleague of somebody there, or a company that is not there at all.
strangers as (

    select
        month_no,
        stranger,
        concat_ws('.', 'stranger', month_no, stranger) as person,
        if(
            stranger = 1,
            slug,
            pick(['towa', 'moegi', 'suizan', 'kanadel', 'verdea'], 'lab', person) || '-lab'
        ) as employer

    from webinars
    cross join generate_series(1, 3) as t (stranger)
    inner join accounts
        on accounts.no = whole(3, 60, 'colleague of', month_no)

),

everybody as (

    select * from contacts_registered

    union all by name

    select
        month_no,
        person,
        surname_of(person).kanji || ' ' || given_name_of(person).kanji as full_name,
        surname_of(person).romaji || '.' || given_name_of(person).romaji
        || '@' || domain_of(employer) as email,
        0.5 as attendance

    from strangers

    union all by name

    -- Our own tester in the audience.
    select
        month_no,
        contact_id as person,
        full_name,
        email,
        1.0 as attendance

    from webinars
    cross join staff
    where role = 'テスト' and month_no % 3 = 0

)

select
    everybody.*,
    starts_at,
    concat_ws('.', person, month_no) as registrant,
    greatest(
        timestamp '2024-10-01 10:00:00',
        known_at,
        cast(starts_at as date) - cast(whole(1, 19, 'registered day', registrant) as integer)
        + to_seconds(whole(8 * 3600, 22 * 3600, 'registered', registrant))
    ) as registered_at,
    u('attends', registrant) < attendance as attended,
    starts_at + to_seconds(skewed(0, 1500, 'joins', registrant)) as joined_at,
    if(
        u('stays', registrant) < 0.72,
        ends_at - to_seconds(whole(0, 120, 'leaves', registrant)),
        joined_at + to_seconds(whole(240, 1900, 'leaves early', registrant))
    ) as left_at,
    joined_at + to_seconds(whole(300, 1500, 'cut off', registrant)) as cut_off_at,
    u('rejoins', registrant) < 0.1 as rejoins,
    u('two devices', registrant) < 0.05 as has_two_devices

from everybody
inner join webinars using (month_no);

create table connections as
with intervals as (

    select
        *,
        joined_at as on_at,
        if(rejoins, least(cut_off_at, left_at), left_at) as off_at

    from registrants

    union all

    -- Those who lose the connection for a while come twice.
    select
        *,
        cut_off_at + to_seconds(whole(40, 400, 'gap', registrant)),
        left_at

    from registrants
    where rejoins

    union all

    -- A phone beside the computer: at the same time, so it adds no presence.
    select
        *,
        joined_at + to_seconds(whole(120, 500, 'second device', registrant)),
        left_at - to_seconds(whole(10, 300, 'second device off', registrant))

    from registrants
    where has_two_devices

)

select * from intervals
where attended and on_at < off_at;

create table zoom_words as
select * from (
    values
    (
        'en', 'Yes', 'No', 'approved', 'Japan',
        'Attendee Report', 'Report generated time',
        'Host Details', 'Panelist Details', 'Attendee Details',
        ['Topic', 'Webinar ID', 'Actual Start Time', 'Actual Duration (minutes)'],
        ['Total Users', 'Unique Viewers'],
        ['Attended', 'User Name (Original Name)', 'Email'],
        ['Registration Time', 'Approval Status'],
        ['Join Time', 'Leave Time', 'Time in Session (minutes)', 'Is Guest', 'Country/Region Name']
    ),
    (
        'ja', 'はい', 'いいえ', '承認済み', '日本',
        '出席者レポート', 'レポート生成日時',
        'ホストの詳細', 'パネリストの詳細', '出席者の詳細',
        ['トピック', 'ウェビナーID', '実際の開始時刻', '実際の時間（分）'],
        ['ユーザーの合計数', 'ユニーク視聴者数'],
        ['出席', 'ユーザー名（元の名前）', 'メール'],
        ['登録時刻', '承認ステータス'],
        ['参加時刻', '退出時刻', 'セッション時間（分）', 'ゲスト', '国/地域名']
    )
) as t (
    language, yes_word, no_word, approved, country, title, generated,
    host_title, panelist_title, attendee_title,
    webinar_header, count_header, person_header, registration_header, session_header
);

create macro zoom_time(t, language) as
    if(language = 'ja', strftime(t, '%Y年%m月%d日 %H:%M:%S'), strftime(t, '%m/%d/%Y %I:%M:%S %p'));

create macro zoom_session(on_at, off_at, language) as [
    zoom_time(on_at, language),
    zoom_time(off_at, language),
    cast((datediff('second', on_at, off_at) + 59) // 60 as varchar)
];

create table zoom_lines as
with reports as (

    select * from webinars
    inner join zoom_words using (language)

),

viewers as (

    select
        month_no,
        count(*) as users,
        count(distinct email) as unique_viewers

    from connections
    group by month_no

),

-- The marketing team hosts, the others speak, sales every second month.
staff_present as (

    select
        month_no,
        if(role = 'マーケティング', 6, 9) as place,
        full_name,
        email,
        starts_at + to_seconds(
            if(place = 6, 0, whole(5, 50, 'panelist', concat_ws('.', email, month_no)))
        ) as on_at,
        ends_at as off_at

    from webinars
    cross join staff
    where role <> 'テスト' and (role <> '営業' or month_no % 2 = 0)

),

lines as (

    select
        file,
        unnest(
            [
                {place: 1, cells: [title]},
                {
                    place: 2,
                    cells: [generated, zoom_time(third_wednesday + interval 34 hour, language)]
                },
                {place: 3, cells: webinar_header || count_header},
                {
                    place: 4,
                    cells: [
                        topic, webinar_id, zoom_time(starts_at, language),
                        cast(minutes as varchar), cast(users as varchar),
                        cast(unique_viewers as varchar)
                    ]
                },
                {place: 5, cells: [host_title]},
                {place: 5, cells: person_header || session_header},
                {place: 8, cells: [panelist_title]},
                {place: 8, cells: person_header || session_header},
                {place: 10, cells: [attendee_title]},
                {place: 11, cells: person_header || registration_header || session_header}
            ],
            recursive := true
        ),
        '' as key

    from reports
    inner join viewers using (month_no)
    inner join months using (month_no)

    union all by name

    select
        file,
        place,
        email as key,
        [yes_word, full_name, email] || zoom_session(on_at, off_at, language)
        || [no_word, country] as cells

    from reports
    inner join staff_present using (month_no)

    union all by name

    select
        file,
        12 as place,
        email || strftime(on_at, ' %H:%M:%S') as key,
        [yes_word, full_name, email, zoom_time(registered_at, language), approved]
        || zoom_session(on_at, off_at, language) || [yes_word, country] as cells

    from reports
    inner join connections using (month_no)

    union all by name

    select
        file,
        13 as place,
        email as key,
        [no_word, full_name, email, zoom_time(registered_at, language), approved]
        || ['', '', '', '', ''] as cells

    from reports
    inner join registrants using (month_no)
    where not attended

)

select
    file as _file,
    row_number() over (partition by file order by place, key, len(cells), cells) as _line,
    cells

from lines;
