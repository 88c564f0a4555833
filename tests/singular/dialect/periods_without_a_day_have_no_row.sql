-- Promise: one row per day or month from the first to the last; none where the last is before the
-- first or unknown.
with periods (what, first_day, last_day, days, months) as (

    values
    ('a day', cast('2026-03-01' as date), cast('2026-03-01' as date), 1, 1),
    ('a leap February', cast('2024-02-01' as date), cast('2024-02-29' as date), 29, 1),
    ('a year', cast('2025-01-01' as date), cast('2025-12-31' as date), 365, 12),
    ('backwards', cast('2026-03-02' as date), cast('2026-03-01' as date), 0, 0),
    ('no end', cast('2026-03-01' as date), cast(null as date), 0, 0)

),

days as (

    select
        what,
        {{ days_between('first_day', 'last_day') }} as found

    from periods

),

months as (

    select
        what,
        {{ months_between('first_day', 'last_day') }} as found

    from periods

),

counted as (

    select
        periods.what,
        periods.days,
        periods.months,
        count(distinct days.found) as days_found,
        count(distinct months.found) as months_found

    from periods
    left join days
        on periods.what = days.what
    left join months
        on periods.what = months.what
    group by
        periods.what,
        periods.days,
        periods.months

)

select
    what,
    days_found,
    months_found

from counted
where
    days_found <> days
    or months_found <> months
