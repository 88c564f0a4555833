-- Promise: days and months are added as calendars do it, at month ends and in leap years too.
with vectors (what, found, expected) as (

    {% for what, expression, expected in [
        ('a month after 31 January', add_months("cast('2026-01-31' as date)", 1), '2026-02-28'),
        ('in a leap year', add_months("cast('2024-01-31' as date)", 1), '2024-02-29'),
        ('a month after 28 February', add_months("cast('2026-02-28' as date)", 1), '2026-03-28'),
        ('a year after a leap day', add_months("cast('2024-02-29' as date)", 12), '2025-02-28'),
        ('a month before 31 March', add_months("cast('2026-03-31' as date)", -1), '2026-02-28'),
        ('the day before 1 March', add_days("cast('2024-03-01' as date)", -1), '2024-02-29'),
        ('the first of a month', month_start("cast('2024-02-29' as date)"), '2024-02-01'),
        ('the last of a month', month_end("cast('2024-02-10' as date)"), '2024-02-29'),
        ('the Monday of a Sunday', week_start("cast('2026-03-01' as date)"), '2026-02-23'),
        ('the Monday of a Monday', week_start("cast('2026-03-02' as date)"), '2026-03-02'),
        ('the fiscal year of March', fiscal_start("cast('2026-03-31' as date)", 12), '2025-04-01'),
        ('the fiscal quarter of April', fiscal_start("cast('2026-04-01' as date)", 3), '2026-04-01'),
    ] %}
        select
            '{{ what }}' as what,
            cast({{ expression }} as string) as found,
            '{{ expected }}' as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    what,
    found,
    expected

from vectors
where found is distinct from expected
