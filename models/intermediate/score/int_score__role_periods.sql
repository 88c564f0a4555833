-- Grain: one row per contact and period of a role, by what was so (valid) and by when the warehouse
-- knew it (known), in local days.
with held as (

    select
        roles.contact_id,
        contacts.contact_no,
        roles.role as role_title,
        {{ local_date('roles.valid_from') }} as valid_from_date,
        {{ local_date_or_never('roles.valid_until') }} as valid_until_date,
        {{ local_date('roles.known_from') }} as known_from_date,
        {{ local_date_or_never('roles.known_until') }} as known_until_date

    from {{ ref('int_identity__contact_roles') }} as roles
    inner join {{ ref('int_score__contact_numbers') }} as contacts
        on roles.contact_id = contacts.contact_id
    where roles.role is not null

)

select
    contact_id,
    contact_no,
    role_title,
    valid_from_date,
    valid_until_date,
    known_from_date,
    known_until_date,
    greatest(valid_from_date, known_from_date) as from_date,
    least(valid_until_date, known_until_date) as until_date

from held
where valid_from_date < valid_until_date and known_from_date < known_until_date
