-- Promise: rates lie between 0 and 1, and numerators within their denominators. Baremetrics' rate
-- is no share: who joins and leaves within a month is only in its numerator. It does not check that
-- a rate is its numerator / denominator.
with rates as (

    select
        definition as rate_name,
        currency || ' ' || period as place,
        numerator,
        denominator,
        churn_rate as rate_value
    from {{ ref('churn_reconciliation') }}
    where definition <> 'baremetrics'

    {% for rate_name, numerator, denominator in [
        ('repeat_rate_cumulative', 'repeat_buyers', 'buyers_ever'),
        ('repeater_share', 'repeat_buyers', 'buyers'),
        ('f2_conversion', 'f2_converted', 'f2_observed'),
        ('repeat_purchase_rate', 'window_repeaters', 'window_buyers'),
    ] %}
        union all

        select
            '{{ rate_name }}' as rate_name,
            period as place,
            {{ numerator }} as numerator,
            {{ denominator }} as denominator,
            {{ rate_name }} as rate_value
        from {{ ref('repeat_purchase') }}
    {% endfor %}

)

select
    rate_name,
    place,
    numerator,
    denominator,
    rate_value

from rates
where
    numerator < 0
    or numerator > denominator
    or coalesce(rate_value < 0 or rate_value > 1, false)
    or (rate_value is null) <> (denominator = 0)
