-- Promise: on suppress_until one more touch exceeds no cap, and on the day before it would, unless
-- suppress_until is the as-of day. It counts the touches of each window anew, day by day, so that a
-- wrong closed form breaks it.
with tried as (

    select
        contact_id,
        suppress_until as tried_date,
        true as is_free
    from {{ ref('contact_pressure') }}

    union all

    select
        contact_id,
        {{ add_days('suppress_until', -1) }} as tried_date,
        false as is_free
    from {{ ref('contact_pressure') }}
    where suppress_until > as_of_date

),

counted as (

    select
        tried.contact_id,
        tried.tried_date,
        tried.is_free,
        caps.window_days,
        caps.cap,
        sum(
            case
                when
                    touches.touch_date > {{ add_days('tried.tried_date', '-caps.window_days') }}
                    then 1
                else 0
            end
        ) as touches

    from tried
    cross join {{ ref('pressure_caps') }} as caps
    left join {{ ref('int_pressure__touches') }} as touches
        on tried.contact_id = touches.contact_id
    group by tried.contact_id, tried.tried_date, tried.is_free, caps.window_days, caps.cap

)

select
    contact_id,
    tried_date,
    is_free

from counted
group by contact_id, tried_date, is_free
having (max(touches + 1 - cap) <= 0) <> is_free
