-- Grain: one row per contact who is not of our own staff. Touches of the time with an earlier
-- employer count too: it is the person who is reached.
with pressed as (

    {{ pressure_by(
        '(select contact_id, event_id, touch_date from ' ~ ref('int_pressure__touches')
        ~ ' where contact_id is not null)',
        ['contact_id']
    ) }}

)

select
    contacts.contact_id,
    contacts.account_id,
    coalesce(pressed.touches_1d, 0) as touches_1d,
    coalesce(pressed.touches_7d, 0) as touches_7d,
    coalesce(pressed.touches_28d, 0) as touches_28d,
    {{ pressure_state('pressed.pressure') }} as state,
    greatest(as_of.as_of_date, coalesce(pressed.free_on, as_of.as_of_date)) as suppress_until,
    as_of.as_of_date

from {{ ref('int_identity__contacts') }} as contacts
cross join {{ ref('int_inputs__as_of') }} as as_of
left join pressed on contacts.contact_id = pressed.contact_id
where not contacts.is_internal
