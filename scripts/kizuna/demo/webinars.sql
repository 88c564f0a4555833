-- One webinar a month and its attendee report, line by line: the report's tables stand one below the other, so a
-- line is a list of cells. The account's language was changed for the last reports.
create table webinars as
select
    month_no,
    topic,
    '8' || lpad(cast(whole(0, 9999999999, 'webinar', month_no) as varchar), 10, '0') as digits,
    left(digits, 3) || ' ' || substr(digits, 4, 4) || ' ' || substr(digits, 8) as webinar_id,
    cast(third_wednesday as timestamp) + interval 14 hour
    + to_seconds(whole(0, 90, 'actual start', month_no)) as starts_at,
    whole(58, 66, 'duration', month_no) as minutes,
    starts_at + to_minutes(minutes) as ends_at,
    if(month_no < 14, 'en', 'ja') as language,
    'zoom/attendee_report/attendee_' || digits || '_' || strftime(starts_at, '%Y%m%d') || '.csv' as file

from months
inner join webinar_topics using (month_no);

create table registrants as
with contacts_registered as (

    select
        webinars.*,
        people.contact_id as person,
        full_name,
        email,
        0.42 + 0.3 * health as attendance,
        greatest(people.known_at, starts_at - to_days(20)) as earliest

    from webinars
    inner join people
        on people.known_at < webinars.starts_at - interval 3 day
    inner join account_months
        on people.no = account_months.no
        and webinars.month_no = account_months.month_no
    where
        email is not null
        and u('registers', concat_ws('.', person, webinars.month_no))
        < if(webinars.month_no < 6, 0.13, 0.075) * liveliness

),

-- Nobody in the CRM: a colleague of somebody there, or a company that is not there at all.
stranger_keys as (

    select
        webinars.*,
        stranger,
        'stranger.' || month_no || '.' || stranger as person

    from webinars
    cross join generate_series(1, 3) as t (stranger)

),

strangers as (

    select
        stranger_keys.* exclude (stranger),
        surnames.kanji || ' ' || given_names.kanji as full_name,
        surnames.romaji || '.' || given_names.romaji || '@' || domain_of(
            if(
                stranger = 1, accounts.slug,
                pick(['towa', 'moegi', 'suizan', 'kanadel', 'verdea', 'noaris'], 'stem', person) || '-lab'
            )
        ) as email,
        0.5 as attendance,
        starts_at - to_days(15) as earliest

    from stranger_keys
    inner join surnames
        on surnames.position = whole(1, 60, 'surname', person)
    inner join given_names
        on given_names.position = whole(1, 36, 'given name', person)
    inner join accounts
        on accounts.no = whole(3, 60, 'colleague of', person)

),

everybody as (

    select * from contacts_registered

    union all

    select * from strangers

    union all

    -- Our own tester in the audience.
    select
        webinars.*, contact_id, full_name, email, 1.0, starts_at - to_days(2)

    from webinars
    cross join staff
    where role = 'テスト' and month_no % 3 = 0

)

select
    *,
    concat_ws('.', person, month_no) as registrant,
    earliest + to_seconds(
        cast(floor(u('registered', registrant) * datediff('second', earliest, starts_at - interval 1 hour)) as bigint)
    ) as registered_at,
    u('attends', registrant) < attendance as attended,
    starts_at + to_seconds(
        cast(floor(u('joins', registrant) * u('joins', registrant) * 900) as bigint)
    ) as joined_at,
    if(
        u('stays', registrant) < 0.72, ends_at - to_seconds(whole(0, 120, 'leaves', registrant)),
        joined_at + to_seconds(whole(240, 2400, 'leaves early', registrant))
    ) as left_at,
    whole(600, 1500, 'break', registrant) as break_seconds

from everybody;

create table connections as
with intervals as (

    -- Those who lose the connection for a while come twice.
    select
        *,
        joined_at as on_at,
        if(u('rejoins', registrant) < 0.1, joined_at + to_seconds(break_seconds), left_at) as off_at

    from registrants
    where attended

    union all

    select
        *,
        joined_at + to_seconds(break_seconds + whole(40, 400, 'gap', registrant)),
        left_at

    from registrants
    where attended and u('rejoins', registrant) < 0.1

    union all

    -- A phone beside the computer: at the same time, so it adds no presence.
    select
        *,
        joined_at + to_seconds(whole(120, 500, 'second device', registrant)),
        left_at - to_seconds(whole(10, 300, 'second device off', registrant))

    from registrants
    where attended and u('two devices', registrant) < 0.05

)

select *
from intervals
where on_at < off_at;

create macro zoom_time(t, language) as
    if(language = 'ja', strftime(t, '%Y年%m月%d日 %H:%M:%S'), strftime(t, '%m/%d/%Y %I:%M:%S %p'));

create table zoom_lines as
with words as (

    select * from (
        values
        (
            'en', 'Yes', 'No', 'approved', 'Japan',
            'Attendee Report', 'Report generated time', 'Host Details', 'Panelist Details', 'Attendee Details',
            [
                'Topic', 'Webinar ID', 'Actual Start Time', 'Actual Duration (minutes)', 'Total Users',
                'Unique Viewers'
            ],
            [
                'Attended', 'User Name (Original Name)', 'Email', 'Join Time', 'Leave Time',
                'Time in Session (minutes)', 'Is Guest', 'Country/Region Name'
            ],
            [
                'Attended', 'User Name (Original Name)', 'Email', 'Registration Time', 'Approval Status',
                'Join Time', 'Leave Time', 'Time in Session (minutes)', 'Is Guest', 'Country/Region Name'
            ]
        ),
        (
            'ja', 'はい', 'いいえ', '承認済み', '日本',
            '出席者レポート', 'レポート生成日時', 'ホストの詳細', 'パネリストの詳細', '出席者の詳細',
            ['トピック', 'ウェビナーID', '実際の開始時刻', '実際の時間（分）', 'ユーザーの合計数', 'ユニーク視聴者数'],
            [
                '出席', 'ユーザー名（元の名前）', 'メール', '参加時刻', '退出時刻', 'セッション時間（分）', 'ゲスト',
                '国/地域名'
            ],
            [
                '出席', 'ユーザー名（元の名前）', 'メール', '登録時刻', '承認ステータス', '参加時刻', '退出時刻',
                'セッション時間（分）', 'ゲスト', '国/地域名'
            ]
        )
    ) as t (
        language, yes, no_word, approved, country, title, generated, host_title, panelist_title,
        attendee_title, head_header, staff_header, attendee_header
    )

),

spoken as (

    select
        webinars.*,
        words.* exclude (language)

    from webinars
    inner join words using (language)

),

viewers as (

    select
        month_no,
        count(*) as users,
        count(distinct email) as unique_viewers

    from connections
    group by month_no

),

staff_present as (

    select
        month_no,
        case role when 'マーケティング' then 5 else 8 end as place,
        full_name,
        email,
        starts_at + if(place = 5, interval 0 second, to_seconds(whole(5, 50, 'panelist', email || month_no))) as on_at,
        ends_at as off_at

    from webinars
    cross join staff
    where role in ('マーケティング', 'カスタマーサクセス') or (role = '営業' and month_no % 2 = 0)

),

lines as (

    select file, 1 as place, '' as key, [title] as cells
    from spoken

    union all

    select file, 2, '', [generated, zoom_time(date_trunc('day', starts_at) + interval 34 hour, spoken.language)]
    from spoken

    union all

    select file, 3, '', head_header
    from spoken

    union all

    select
        file, 3, '1',
        [
            topic, webinar_id, zoom_time(starts_at, spoken.language), cast(minutes as varchar), cast(users as varchar),
            cast(unique_viewers as varchar)
        ]
    from spoken
    inner join viewers using (month_no)

    union all

    select file, 4, '', [host_title]
    from spoken

    union all

    select file, 5, '', staff_header
    from spoken

    union all

    select file, 7, '', [panelist_title]
    from spoken

    union all

    select file, 8, '', staff_header
    from spoken

    union all

    select
        file, place, email,
        [
            yes, full_name, email, zoom_time(on_at, spoken.language), zoom_time(off_at, spoken.language),
            cast(datediff('second', on_at, off_at) // 60 + 1 as varchar), no_word, country
        ]
    from spoken
    inner join staff_present using (month_no)

    union all

    select file, 10, '', [attendee_title]
    from spoken

    union all

    select file, 11, '', attendee_header
    from spoken

    union all

    select
        spoken.file, 12, email || strftime(on_at, ' %H:%M:%S'),
        [
            yes, full_name, email, zoom_time(registered_at, spoken.language), approved,
            zoom_time(on_at, spoken.language), zoom_time(off_at, spoken.language),
            cast(datediff('second', on_at, off_at) // 60 + 1 as varchar), yes, country
        ]
    from spoken
    inner join connections using (month_no)

    union all

    select
        spoken.file, 13, email,
        [no_word, full_name, email, zoom_time(registered_at, spoken.language), approved, '', '', '', '', '']
    from spoken
    inner join registrants using (month_no)
    where not attended

)

select
    file as _file,
    row_number() over (partition by file order by place, key, cells) as _line,
    cells

from lines;
