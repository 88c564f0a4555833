-- Promise: everybody who was invited has a row, no ask is counted twice, and whoever was asked in
-- the window may not be asked today. Own staff and tests are not asked at all, and not looked for.
with asked as (

    select distinct contact_id
    from {{ ref('int_feedback__survey_asks') }}

)

select
    coalesce(pressure.contact_id, asked.contact_id) as contact_id,
    pressure.asks_in_window,
    pressure.asks_total,
    pressure.last_asked_on,
    pressure.next_allowed_on

from {{ ref('survey_pressure') }} as pressure
full outer join asked
    on pressure.contact_id = asked.contact_id
where
    pressure.contact_id is null
    or asked.contact_id is null
    or pressure.asks_total < 1
    or pressure.asks_in_window > pressure.asks_total
    or pressure.times_over_surveyed >= pressure.asks_total
    or pressure.is_over_surveyed <> (pressure.asks_in_window >= 2)
    or (pressure.is_over_surveyed and pressure.times_over_surveyed = 0)
    or (pressure.asks_in_window > 0)
    <> coalesce(pressure.next_allowed_on > pressure.as_of_date, false)
    or pressure.last_asked_on > pressure.as_of_date
