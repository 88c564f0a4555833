-- Grain: one row per contact and period of a role, by what was so (valid) and by when the warehouse
-- knew it (known), in local days.
with held as (

    select
        contact_id,
        role as role_title,
        {{ local_date('valid_from') }} as valid_from_date,
        {{ local_date_or_never('valid_until') }} as valid_until_date,
        {{ local_date('known_from') }} as known_from_date,
        {{ local_date_or_never('known_until') }} as known_until_date

    from {{ ref('int_identity__contact_roles') }}
    where role is not null

)

select
    contact_id,
    role_title,
    valid_from_date,
    valid_until_date,
    known_from_date,
    known_until_date,
    greatest(valid_from_date, known_from_date) as from_date,
    least(valid_until_date, known_until_date) as until_date

from held
where valid_from_date < valid_until_date and known_from_date < known_until_date
