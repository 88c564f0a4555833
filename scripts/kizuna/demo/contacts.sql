-- People of the companies, our own staff and a test record.
create table people as
with seats as (

    select
        accounts.*,
        t.seat,
        accounts.company_no * 10 + t.seat as person_no

    from accounts
    cross join generate_series(1, 7) as t (seat)

),

seated as (

    select
        *,
        surname_of(person_no) as surname,
        given_name_of(person_no) as given_name,
        if(
            becomes_customer,
            whole(3, 5, 'seats', company_no) + if(employees > 300, 2, 0),
            whole(1, 3, 'seats', company_no)
        ) as seat_count,
        u('known at once', person_no) < if(seat = 1, 1.0, 0.7) as is_known_at_once

    from seats

),

named as (

    select
        *,
        surname.kanji || ' ' || given_name.kanji as full_name,
        ['担当者', '決裁者', '利用者', '部門長', '利用者', '利用者', '担当者'][seat] as role,
        if(
            is_known_at_once,
            created_at,
            created_at + to_seconds(whole(86400, 200 * 86400, 'known', person_no))
        ) as known_at

    from seated
    where seat <= seat_count

),

addressed as (

    select
        *,
        case whole(1, 3, 'address form', company_no)
            when 1 then surname.romaji || '.' || given_name.romaji
            when 2 then left(given_name.romaji, 1) || '-' || surname.romaji
            else surname.romaji
        end as mailbox,
        row_number() over (partition by company_no, mailbox order by seat) as namesake

    from named
    where known_at < timestamp '2026-03-25 00:00:00'

)

select
    id_of('C-', 5, row_number() over (order by known_at, company_no, seat)) as contact_id,
    account_id,
    company_no,
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
select t.*
from (
    values
    ('C-90001', '水野 遥', '営業', 'h.mizuno@tsumugino.example'),
    ('C-90002', '榊原 陸', 'カスタマーサクセス', 'r.sakakibara@tsumugino.example'),
    ('C-90003', '真鍋 しおり', 'マーケティング', 's.manabe@tsumugino.example'),
    ('C-90004', '検証 太郎', 'テスト', 'test@tsumugino.example')
) as t (contact_id, full_name, role, email);

-- The keys of the struct are the file's headers; unnest makes a column of each.
create table file_contacts as
with listed as (

    select * from people

    union all by name

    select
        replace(duplicates.account_id, 'A-', 'C-8') as contact_id,
        duplicates.account_id,
        'info@' || domain_of(accounts.slug) as email,
        '総務部 代表' as full_name,
        '担当者' as role,
        true as consent_email,
        duplicates.created_at as known_at

    from duplicates
    inner join accounts
        on duplicates.company_no = accounts.company_no

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
    unnest({
        '担当者ID': contact_id,
        '取引先ID': account_id,
        'メールアドレス': email,
        '氏名': full_name,
        '役割': role,
        '決裁者': if(role = '決裁者', 'はい', 'いいえ'),
        'メール配信許可': if(consent_email, 'はい', 'いいえ'),
        '社内フラグ': if(is_internal, 'はい', 'いいえ'),
        '作成日時': known_at,
        '削除フラグ': if(is_deleted, 'はい', 'いいえ')
    }) as named_cells

from listed;
