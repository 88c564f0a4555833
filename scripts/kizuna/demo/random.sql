-- Chance and calendar. Every random number is a function of (seed, purpose, key): no state and no
-- row order. Only + - * / and floor follow, never exp or pow, whose last digit differs between
-- machines.

-- Uniform in [0, 1), with 52 bits.
create macro u(purpose, key) as (
    cast('0x' || left(md5(concat_ws('|', getvariable('seed'), purpose, key)), 13) as bigint)
    / cast(4503599627370496 as double)
);

-- A whole number from low to high, both included.
create macro whole(low, high, purpose, key) as (
    low + cast(floor(u(purpose, key) * (high - low + 1)) as bigint)
);

-- The same, with four fifths of them in the lower half.
create macro skewed(low, high, purpose, key) as (
    low + cast(
        floor(u(purpose, key) * u(purpose, key) * u(purpose, key) * (high - low + 1)) as bigint
    )
);

-- From nothing up to a share of the total.
create macro part_of(total, share, purpose, key) as (
    cast(floor(total * share * u(purpose, key)) as bigint)
);

create macro pick(choices, purpose, key) as choices[whole(1, len(choices), purpose, key)];

create macro id_of(prefix, width, number) as (
    prefix || lpad(cast(number as varchar), width, '0')
);

-- A moment between 9:00 and 18:00 on one of the days.
create macro office_hours(days, purpose, key) as (
    cast(pick(days, purpose || ' day', key) as timestamp)
    + to_seconds(whole(9 * 3600, 18 * 3600 - 1, purpose || ' second', key))
);

-- 2025-04-08T10:00:03+09:00. All times of the demo are local times of Tokyo, which has no summer
-- time.
create macro with_offset(t) as strftime(t, '%Y-%m-%dT%H:%M:%S+09:00');

-- The top-level domain example is reserved (RFC 2606), so no address is anybody's. Below it each
-- company has a registrable domain of its own; below example.jp all would share one.
create macro domain_of(slug) as slug || '.example';

-- A 法人番号 from its last 12 digits (METRICS 2).
create macro corporate_number_of(digits) as (
    cast(
        9 - list_sum(
            list_transform(
                range(1, 13),
                lambda n: cast(substr(digits, 13 - n, 1) as integer) * (2 - n % 2)
            )
        ) % 9 as varchar
    ) || digits
);

create table months as
with days as (

    select cast(midnight as date) as date_day
    from
        generate_series(
            timestamp '2024-10-01 00:00:00', timestamp '2026-03-31 00:00:00', interval 1 day
        ) as t (midnight)

)

select
    datediff('month', date '2024-10-01', date_day) as month_no,
    min(date_day) as first_day,
    max(date_day) as last_day,
    list(date_day order by date_day) filter (
        where isodow(date_day) <= 5
        and strftime(date_day, '%m%d') not in ('1229', '1230', '1231', '0101', '0102', '0103')
    ) as business_days,
    list(date_day order by date_day) filter (where isodow(date_day) = 2)[2] as second_tuesday,
    list(date_day order by date_day) filter (where isodow(date_day) = 3)[3] as third_wednesday,
    list(date_day order by date_day) filter (where isodow(date_day) = 4)[1] as first_thursday

from days
group by month_no;
