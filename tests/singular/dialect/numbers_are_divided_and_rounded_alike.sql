-- Promise: quotients, powers, rounding and averages are the same on every engine. Decimals are
-- divided as floating point, or as whole numbers where money must be exact.
with vectors (what, found, expected) as (

    {% for what, expression, expected in [
        ('whole numbers', '7 / 2', 3.5),
        ('the rest of a negative number', '-7 % 3', -1),
        ('half up', divide_half_up(big_integer(7), big_integer(2)), 4),
        ('just below a half', divide_half_up(big_integer(7), big_integer(3)), 2),
        ('a decimal by a whole number', rate('cast(0.42 as decimal(4, 2))', '12'), 0.035),
        ('a third', rate('1', '3'), 0.333333333),
        ('a half at the last place', rounded('cast(0.0000000005 as double)'), 0.000000001),
        ('below zero', rounded('cast(-0.0000000015 as double)'), -0.000000002),
        ('a decimal to a scale', 'cast(cast(2.345 as decimal(10, 3)) as decimal(10, 2))', 2.35),
        ('and below zero', 'cast(cast(-2.345 as decimal(10, 3)) as decimal(10, 2))', -2.35),
        ('0.285 as a decimal', 'round(cast(0.285 as decimal(4, 3)), 2)', 0.29),
        ('a power', 'power(2, 10)', 1024),
        ('the price of a year in a month', mrr_of('1000', "'year'", '1'), 83.33),
        ('of a week', mrr_of('99.99', "'week'", '1'), 433.29),
    ] %}
        select
            '{{ what }}' as what,
            cast({{ expression }} as double) as found,
            cast({{ expected }} as double) as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}

    union all

    select
        'the mean of decimals' as what,
        avg(cast(amounts.amount as double)) as found,
        cast(1.15 as double) as expected
    from (
        values
        (cast(1.10 as decimal(10, 2))),
        (cast(1.20 as decimal(10, 2)))
    ) as amounts (amount)

    union all

    select
        'too large for 64 bits' as what,
        case
            when
                {{ divide_half_up(
                    big_integer("'99999999999999999999999'"), big_integer(1)
                ) }} = {{ big_integer("'99999999999999999999999'") }}
                then 1
        end as found,
        1 as expected

)

select
    what,
    found,
    expected

from vectors
where found is distinct from expected
