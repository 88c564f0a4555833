-- People of the companies, our own staff and a test record.
create table people as
with seats as (

    select
        accounts.*,
        cast(seat as integer) as seat,
        no * 10 + seat as person_no

    from accounts
    cross join generate_series(1, 7) as t (seat)
    where
        seat <= if(
            becomes_customer, whole(3, 5, 'seats', no) + if(employees > 300, 2, 0), whole(1, 3, 'seats', no)
        )

),

named as (

    select
        seats.*,
        surnames.kanji || ' ' || given_names.kanji as full_name,
        surnames.romaji as surname,
        given_names.romaji as given_name,
        ['担当者', '決裁者', '利用者', '部門長', '利用者', '利用者', '担当者'][seat] as role,
        if(
            seat = 1 or u('known at once', person_no) < 0.7, seats.created_at,
            seats.created_at
            + to_seconds(whole(1, 200, 'known day', person_no) * 86400 + whole(0, 20000, 'known second', person_no))
        ) as known_at

    from seats
    inner join surnames
        on surnames.position = whole(1, 60, 'surname', person_no)
    inner join given_names
        on given_names.position = whole(1, 36, 'given name', person_no)

),

addressed as (

    select
        *,
        case whole(1, 3, 'address form', no)
            when 1 then surname || '.' || given_name
            when 2 then left(given_name, 1) || '-' || surname
            else surname
        end as mailbox

    from named
    where known_at < timestamp '2026-03-25 00:00:00'

),

told_apart as (

    select
        *,
        mailbox || if(
            row_number() over (partition by no, mailbox order by seat) > 1, '_' || given_name || seat, ''
        ) || '@' || domain_of(slug) as address

    from addressed

)

select
    'C-' || lpad(cast(row_number() over (order by known_at, no, seat) as varchar), 5, '0') as contact_id,
    account_id,
    no,
    seat,
    health,
    is_deleted,
    full_name,
    role,
    known_at,
    if(u('has address', person_no) < 0.99, address, null) as email,
    u('consent', person_no) < 0.93 as consent_email

from told_apart;

create table staff as
select * from (
    values
    ('C-90001', '水野 遥', '営業', 'h.mizuno@tsumugino.example'),
    ('C-90002', '榊原 陸', 'カスタマーサクセス', 'r.sakakibara@tsumugino.example'),
    ('C-90003', '真鍋 しおり', 'マーケティング', 's.manabe@tsumugino.example'),
    ('C-90004', '検証 太郎', 'テスト', 'test@tsumugino.example')
) as t (contact_id, full_name, role, email);

create table file_contacts as
with listed as (

    select
        contact_id, account_id, email, full_name, role, consent_email, false as is_internal, known_at, is_deleted

    from people

    union all

    select
        'C-' || lpad(cast(80000 + row_number() over (order by duplicates.account_id) as varchar), 5, '0'),
        duplicates.account_id,
        'info@' || domain_of(accounts.slug),
        '総務部 代表',
        '担当者',
        true,
        false,
        duplicates.created_at,
        false

    from duplicates
    inner join accounts using (no)

    union all

    select
        contact_id, null, email, full_name, role, false, true, timestamp '2024-10-01 08:30:00', false

    from staff

)

select
    'generic/contacts/contacts.csv' as _file,
    row_number() over (order by contact_id) as _line,
    contact_id as "担当者ID",
    account_id as "取引先ID",
    email as "メールアドレス",
    full_name as "氏名",
    role as "役割",
    if(role = '決裁者', 'はい', 'いいえ') as "決裁者",
    if(consent_email, 'はい', 'いいえ') as "メール配信許可",
    if(is_internal, 'はい', 'いいえ') as "社内フラグ",
    known_at as "作成日時",
    if(is_deleted, 'はい', 'いいえ') as "削除フラグ"

from listed;
