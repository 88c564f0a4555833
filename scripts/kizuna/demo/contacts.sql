-- People of the companies, our own staff and a test record.
create table people as
with seats as (

    select
        accounts.*,
        seat,
        no * 10 + seat as person_no,
        surname_of(no * 10 + seat) as surname,
        given_name_of(no * 10 + seat) as given_name,
        if(becomes_customer, whole(3, 5, 'seats', no), whole(1, 3, 'seats', no))
        + if(becomes_customer and employees > 300, 2, 0) as seat_count,
        u('known at once', person_no) < if(seat = 1, 1.0, 0.7) as is_known_at_once

    from accounts
    cross join generate_series(1, 7) as t (seat)

),

named as (

    select
        seats.*,
        surname.kanji || ' ' || given_name.kanji as full_name,
        ['担当者', '決裁者', '利用者', '部門長', '利用者', '利用者', '担当者'][seat] as role,
        if(
            is_known_at_once,
            created_at,
            created_at + to_seconds(whole(86400, 200 * 86400, 'known', person_no))
        ) as known_at

    from seats
    where seat <= seat_count

),

addressed as (

    select
        *,
        case whole(1, 3, 'address form', no)
            when 1 then surname.romaji || '.' || given_name.romaji
            when 2 then left(given_name.romaji, 1) || '-' || surname.romaji
            else surname.romaji
        end as mailbox,
        row_number() over (partition by no, mailbox order by seat) as namesake

    from named
    where known_at < timestamp '2026-03-25 00:00:00'

)

select
    id_of('C-', 5, row_number() over (order by known_at, no, seat)) as contact_id,
    account_id,
    no,
    seat,
    health,
    is_deleted,
    full_name,
    role,
    known_at,
    if(
        u('has address', person_no) < 0.99,
        mailbox || if(namesake > 1, '_' || given_name.romaji || seat, '')
        || '@' || domain_of(slug),
        null
    ) as email,
    u('consent', person_no) < 0.93 as consent_email

from addressed;

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

    select * from people

    union all by name

    select
        replace(duplicates.account_id, 'A-', 'C-8') as contact_id,
        duplicates.account_id,
        'info@' || domain_of(slug) as email,
        '総務部 代表' as full_name,
        '担当者' as role,
        true as consent_email,
        duplicates.created_at as known_at

    from duplicates
    inner join accounts using (no)

    union all by name

    select
        *,
        false as consent_email,
        true as is_internal,
        timestamp '2024-10-01 08:30:00' as known_at

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
