-- Grain: one row per contact (by number) and stretch of dates (date_no) on which, as known then,
-- the CRM gave this text as the role.
with limits as (

    select
        min(day) as first_day,
        max(day) as last_day
    from {{ ref('int_score__dates') }}

),

clipped as (

    select
        periods.contact_no,
        periods.role_title,
        greatest(periods.from_date, limits.first_day) as first_day,
        least({{ add_days('periods.until_date', -1) }}, limits.last_day) as last_day

    from {{ ref('int_score__role_periods') }} as periods
    cross join limits
    where periods.from_date < periods.until_date

),

numbered as (

    select
        clipped.contact_no,
        clipped.role_title,
        first_dates.date_no as first_date_no,
        {{ last_date_no('last_dates') }} as last_date_no

    from clipped
    inner join {{ ref('int_score__dates') }} as first_dates
        on clipped.first_day = first_dates.day
    inner join {{ ref('int_score__dates') }} as last_dates
        on clipped.last_day = last_dates.day
    where clipped.first_day <= clipped.last_day

)

select
    contact_no,
    role_title,
    first_date_no,
    last_date_no

from numbered
where first_date_no <= last_date_no
