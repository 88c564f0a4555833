-- Promise: a local day is that of the business time zone, also at its midnight; text with a zone
-- is a time of UTC.
{% set midnight = "cast('2026-02-28 15:00:00' as timestamp)" %}
{% set before = "cast('2026-02-28 14:59:59.999999' as timestamp)" %}
with vectors (what, found, expected) as (

    {% for what, expression, expected in [
        ('midnight in Japan', local_date(midnight), '2026-03-01'),
        ('a microsecond before', local_date(before), '2026-02-28'),
        ('the start of a day', day_start_utc("cast('2026-03-01' as date)"), '2026-02-28 15:00:00'),
        ('text without a zone', time_of_text("'2026-03-01 09:30:00'"), '2026-03-01 09:30:00'),
        ('with T', time_of_text("'2026-03-01T09:30:00'"), '2026-03-01 09:30:00'),
        ('with Z', time_of_text("'2026-03-01T09:30:00Z'"), '2026-03-01 09:30:00'),
        ('of Japan', time_of_text("'2026-03-01 09:30:00+09:00'"), '2026-03-01 00:30:00'),
        ('with a fraction', time_of_text("'2026-03-01 09:30:00.25'"), '2026-03-01 09:30:00.25'),
        ('seconds are added', add_seconds(midnight, '1.5'), '2026-02-28 15:00:01.5'),
        ('minutes are added', add_minutes(midnight, '-61'), '2026-02-28 13:59:00'),
        ('seconds between', 'cast(' ~ seconds_between(midnight, add_seconds(midnight, '-0.5'))
            ~ ' as double)', '-0.5'),
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
where
    found is distinct from expected
    and '{{ var("business_timezone") }}' = 'Asia/Tokyo'
