-- Promise: whoever got a touch in 28 days is in contact_pressure with all of them and a state that
-- is not none, and nobody else is. A contact that identity lost breaks it.
with touched as (

    select
        touches.contact_id,
        count(*) as touches_28d

    from {{ ref('int_pressure__touches') }} as touches
    cross join {{ ref('int_inputs__as_of') }} as as_of
    where
        touches.contact_id is not null
        and touches.touch_date > {{ add_days('as_of.as_of_date', -28) }}
    group by touches.contact_id

)

select
    touched.contact_id,
    touched.touches_28d,
    pressure.touches_28d as published_28d,
    pressure.state

from touched
full outer join {{ ref('contact_pressure') }} as pressure
    on touched.contact_id = pressure.contact_id
where
    pressure.contact_id is null
    or pressure.touches_28d <> coalesce(touched.touches_28d, 0)
    or (pressure.state = 'none') <> (touched.contact_id is null)
