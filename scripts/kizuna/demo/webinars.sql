-- One webinar a month and its attendee report, line by line: the report's tables stand one below
-- the other, so a line is a list of cells. The account's language was changed for the last reports.
create table webinars as
with planned as (

    select
        months.month_no,
        months.third_wednesday as held_on,
        webinar_topics.topic

    from months
    inner join webinar_topics
        on months.month_no = webinar_topics.month_no

)

select
    month_no,
    topic,
    id_of('8', 10, whole(0, 9999999999, 'webinar', month_no)) as digits,
    left(digits, 3) || ' ' || substr(digits, 4, 4) || ' ' || substr(digits, 8) as webinar_id,
    held_on,
    held_on + interval 14 hour
    + to_seconds(whole(0, 90, 'actual start', month_no)) as starts_at,
    whole(58, 66, 'duration', month_no) as minutes,
    starts_at + to_minutes(minutes) as ends_at,
    if(month_no < 14, 'en', 'ja') as language,
    'zoom/attendee_report/attendee_' || digits || '_' || strftime(held_on, '%Y%m%d')
    || '.csv' as file_name

from planned;

create table registrants as
with contacts_registered as (

    select
        webinars.month_no,
        people.contact_id as person,
        people.full_name,
        people.email,
        people.known_at,
        0.40 + 0.3 * people.health as attendance

    from webinars
    inner join account_months
        on webinars.month_no = account_months.month_no
    inner join people
        on account_months.company_no = people.company_no
    where
        people.known_at < webinars.starts_at - interval 3 day
        and people.email is not null
        and u('registers', concat_ws('.', people.contact_id, webinars.month_no))
        < if(webinars.month_no < 6, 0.13, 0.075) * account_months.liveliness

),

-- Nobody in the CRM: a colleague of somebody there, or a company that is not there at all.
strangers as (

    select
        webinars.month_no,
        concat_ws('.', 'stranger', webinars.month_no, t.stranger_no) as person,
        if(
            t.stranger_no = 1,
            accounts.slug,
            pick(['towa', 'moegi', 'suizan', 'kanadel', 'verdea'], 'lab', person) || '-lab'
        ) as employer

    from webinars
    cross join generate_series(1, 3) as t (stranger_no)
    inner join accounts
        on accounts.company_no = whole(3, 60, 'colleague of', webinars.month_no)

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
        webinars.month_no,
        staff.contact_id as person,
        staff.full_name,
        staff.email,
        1.0 as attendance

    from webinars
    cross join staff
    where staff.role = 'テスト' and webinars.month_no % 3 = 0

),

planned as (

    select
        everybody.*,
        webinars.starts_at,
        webinars.ends_at,
        concat_ws('.', everybody.person, webinars.month_no) as registrant

    from everybody
    inner join webinars
        on everybody.month_no = webinars.month_no

)

select
    month_no,
    registrant,
    full_name,
    email,
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

from planned;

create table connections as
with attendees as (

    select * from registrants
    where attended

),

intervals as (

    select
        *,
        joined_at as on_at,
        if(rejoins, least(cut_off_at, left_at), left_at) as off_at

    from attendees

    union all

    -- Those who lose the connection for a while come twice.
    select
        *,
        cut_off_at + to_seconds(whole(40, 400, 'gap', registrant)) as on_at,
        left_at as off_at

    from attendees
    where rejoins

    union all

    -- A phone beside the computer: at the same time, so it adds no presence.
    select
        *,
        joined_at + to_seconds(whole(120, 500, 'second device', registrant)) as on_at,
        left_at - to_seconds(whole(10, 300, 'second device off', registrant)) as off_at

    from attendees
    where has_two_devices

)

select
    month_no,
    full_name,
    email,
    registered_at,
    on_at,
    off_at

from intervals
where on_at < off_at;

create table zoom_words as
select t.*
from (
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
    words_language, yes_word, no_word, approved, country, title, generated,
    host_title, panelist_title, attendee_title,
    webinar_header, count_header, person_header, registration_header, session_header
);

create macro zoom_time(t, language) as (
    if(language = 'ja', strftime(t, '%Y年%m月%d日 %H:%M:%S'), strftime(t, '%m/%d/%Y %I:%M:%S %p'))
);

create macro zoom_session(on_at, off_at, language) as [
    zoom_time(on_at, language),
    zoom_time(off_at, language),
    cast((datediff('second', on_at, off_at) + 59) // 60 as varchar)
];

create table zoom_lines as
with viewers as (

    select
        month_no,
        count(*) as total_users,
        count(distinct email) as unique_viewers

    from connections
    group by month_no

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
        on webinars.month_no = viewers.month_no

),

-- The marketing team hosts, the others speak, sales every second month.
staff_present as (

    select
        webinars.month_no,
        if(staff.role = 'マーケティング', 6, 9) as place,
        staff.full_name,
        staff.email,
        webinars.starts_at + to_seconds(
            if(
                place = 6, 0,
                whole(5, 50, 'panelist', concat_ws('.', staff.email, webinars.month_no))
            )
        ) as on_at,
        webinars.ends_at as off_at

    from webinars
    cross join staff
    where staff.role <> 'テスト' and (staff.role <> '営業' or webinars.month_no % 2 = 0)

),

lines as (

    select
        file_name,
        -- Becomes a row for each struct, with the columns place and cells.
        unnest(
            [
                { place: 1, cells: [title] },
                {
                    place: 2,
                    cells: [generated, zoom_time(held_on + interval 34 hour, language)]
                },
                { place: 3, cells: webinar_header || count_header },
                {
                    place: 4,
                    cells: [
                        topic, webinar_id, zoom_time(starts_at, language),
                        cast(minutes as varchar), cast(total_users as varchar),
                        cast(unique_viewers as varchar)
                    ]
                },
                { place: 5, cells: [host_title] },
                { place: 5, cells: person_header || session_header },
                { place: 8, cells: [panelist_title] },
                { place: 8, cells: person_header || session_header },
                { place: 10, cells: [attendee_title] },
                { place: 11, cells: person_header || registration_header || session_header }
            ],
            recursive := true
        ) as place_and_cells,
        '' as sort_key

    from reports

    union all by name

    select
        reports.file_name,
        staff_present.place,
        staff_present.email as sort_key,
        [reports.yes_word, staff_present.full_name, staff_present.email]
        || zoom_session(staff_present.on_at, staff_present.off_at, reports.language)
        || [reports.no_word, reports.country] as cells

    from reports
    inner join staff_present
        on reports.month_no = staff_present.month_no

    union all by name

    select
        reports.file_name,
        12 as place,
        connections.email || strftime(connections.on_at, ' %H:%M:%S') as sort_key,
        [
            reports.yes_word, connections.full_name, connections.email,
            zoom_time(connections.registered_at, reports.language), reports.approved
        ]
        || zoom_session(connections.on_at, connections.off_at, reports.language)
        || [reports.yes_word, reports.country] as cells

    from reports
    inner join connections
        on reports.month_no = connections.month_no

    union all by name

    select
        reports.file_name,
        13 as place,
        registrants.email as sort_key,
        [
            reports.no_word, registrants.full_name, registrants.email,
            zoom_time(registrants.registered_at, reports.language), reports.approved
        ]
        || ['', '', '', '', ''] as cells

    from reports
    inner join registrants
        on reports.month_no = registrants.month_no
    where not registrants.attended

)

select
    file_name as _file,
    row_number() over (partition by file_name order by place, sort_key, len(cells), cells) as _line,
    cells

from lines;
