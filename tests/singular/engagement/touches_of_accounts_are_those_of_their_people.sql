-- Promise: the touches of an account are those of its people at the time of the touch, and every
-- touch of an account is counted once. A join that multiplies or loses touches breaks it. It does
-- not check what counts as a touch.
with counted as (

    select
        touches.account_id,
        sum(
            case
                when touches.touch_date > {{ add_days('as_of.as_of_date', -7) }} then 1
                else 0
            end
        ) as touches_7d,
        count(*) as touches_28d

    from {{ ref('int_pressure__touches') }} as touches
    cross join {{ ref('int_inputs__as_of') }} as as_of
    where
        touches.account_id is not null
        and touches.touch_date > {{ add_days('as_of.as_of_date', -28) }}
    group by touches.account_id

)

select
    counted.account_id,
    counted.touches_7d,
    counted.touches_28d,
    pressure.touches_7d as published_7d,
    pressure.touches_28d as published_28d

from {{ ref('account_pressure') }} as pressure
full outer join counted on pressure.account_id = counted.account_id
where
    pressure.account_id is null
    or pressure.touches_7d <> coalesce(counted.touches_7d, 0)
    or pressure.touches_28d <> coalesce(counted.touches_28d, 0)
