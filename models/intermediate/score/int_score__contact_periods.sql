-- Grain: one row per contact, account and period of an employment, by what was so (valid) and by
-- when the warehouse knew it (known), in local days. On the days from from_date to before
-- until_date the contact was, as known on that day, employed there. Our own staff is left out.
with employed as (

    select
        employers.contact_id,
        employers.account_id,
        {{ local_date('employers.valid_from') }} as valid_from_date,
        {{ local_date_or_never('employers.valid_until') }} as valid_until_date,
        {{ local_date('employers.known_from') }} as known_from_date,
        {{ local_date_or_never('employers.known_until') }} as known_until_date

    from {{ ref('int_identity__contact_employers') }} as employers
    left join {{ ref('int_identity__contacts') }} as contacts
        on employers.contact_id = contacts.contact_id
    where not coalesce(contacts.is_internal, false)

)

select
    contact_id,
    account_id,
    valid_from_date,
    valid_until_date,
    known_from_date,
    known_until_date,
    greatest(valid_from_date, known_from_date) as from_date,
    least(valid_until_date, known_until_date) as until_date

from employed
where valid_from_date < valid_until_date and known_from_date < known_until_date
