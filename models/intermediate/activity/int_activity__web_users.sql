-- Grain: one row per user id that a website gives to people who are logged in and that names
-- exactly one contact: its id in a CRM, its address, or the SHA-256 or MD5 of its address in
-- hexadecimal digits. An id that means two contacts names none.
with users as (

    select distinct
        source,
        user_id

    from {{ ref('int_inputs__web_events') }}
    where user_id is not null

),

addresses as (

    select
        key_value as email,
        contact_id

    from {{ ref('int_identity__contact_keys') }}
    where key_type = 'email'

),

names as (

    select
        key_value as name,
        contact_id

    from {{ ref('int_identity__contact_keys') }}
    where key_type = 'id'

    union all

    select
        email as name,
        contact_id
    from addresses

    union all

    select
        {{ sha256_hex('email') }} as name,
        contact_id
    from addresses

    union all

    select
        md5(email) as name,
        contact_id
    from addresses

),

spellings as (

    select
        source,
        user_id,
        user_id as name
    from users

    union

    select
        source,
        user_id,
        lower(trim(user_id)) as name
    from users

)

select
    spellings.source,
    spellings.user_id,
    min(names.contact_id) as contact_id

from spellings
inner join names on spellings.name = names.name
group by spellings.source, spellings.user_id
having count(distinct names.contact_id) = 1
