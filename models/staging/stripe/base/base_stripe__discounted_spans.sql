-- Grain: that of base_stripe__spans, with what the discounts leave of the price. Percents first,
-- one on what the other left, then amounts, which the items bear by their list prices; below 0 it
-- does not fall. Where a subscription has a discount of its own, the customer's does not count.
-- Stripe allows 20 discounts at a time.
{# Multiplied by twos and cut to 16 decimals: engines hold 38 digits. Up to four percents of two
   decimals are exact. #}
{% set places = range(1, 21) %}
{% set left = namespace(factors=[]) %}
{% for place in places %}
    {% do left.factors.append('share_left_' ~ place) %}
{% endfor %}
{% for round in range(5) %}
    {% set products = [] %}
    {% for pair in left.factors | batch(2) %}
        {% do products.append('cast(' ~ pair | join(' * ') ~ ' as decimal(17, 16))') %}
    {% endfor %}
    {% set left.factors = products %}
{% endfor %}
{% set span = ['billed_subscription_id', 'known_at', 'span_id'] %}
with spans as (

    select * from {{ ref('base_stripe__spans') }}

),

running as (

    select
        spans.billed_subscription_id,
        spans.known_at,
        spans.span_id,
        discounts.discount_id,
        discounts.is_own,
        discounts.started_on,
        discounts.percent_off,
        discounts.amount_off,
        max(case when discounts.is_own then 1 else 0 end) over (
            partition by spans.{{ span | join(', spans.') }}
        ) = 1 as has_own

    from spans
    inner join {{ ref('base_stripe__known_discounts') }} as discounts
        on
            spans.billed_subscription_id = discounts.billed_subscription_id
            and spans.known_at = discounts.known_at
            and spans.currency = coalesce(discounts.currency, spans.currency)
            and spans.started_on >= discounts.started_on
            and spans.started_on < discounts.ends_on
    where spans.can_be_lowered

),

counted as (

    select
        billed_subscription_id,
        known_at,
        span_id,
        amount_off,
        cast(
            (100 - cast(percent_off as decimal(7, 4))) * cast(0.01 as decimal(3, 2))
            as decimal(7, 6)
        ) as share_left,
        case
            when percent_off is not null
                then
                    row_number() over (
                        partition by
                            {{ span | join(', ') }},
                            case when percent_off is null then 1 else 0 end
                        order by started_on, discount_id
                    )
        end as place

    from running
    where is_own or not has_own

),

together as (

    select
        billed_subscription_id,
        known_at,
        span_id,
        {% for place in places %}
            coalesce(
                max(case when place = {{ place }} then share_left end),
                cast(1 as decimal(7, 6))
            ) as share_left_{{ place }},
        {% endfor %}
        cast(coalesce(sum(amount_off), 0) as decimal(18, 4)) as amount_off

    from counted
    group by billed_subscription_id, known_at, span_id

),

lowered as (

    select
        spans.*,
        together.amount_off,
        cast(spans.list_amount * {{ left.factors[0] }} as decimal(18, 4)) as amount_left,
        {{ big_integer('together.amount_off * 10000') }} as units_off,
        {{ big_integer(
            'sum(spans.list_amount) over (partition by spans.billed_subscription_id, '
            ~ 'spans.known_at, spans.currency, spans.started_on order by spans.period_id '
            ~ 'rows between unbounded preceding and current row) * 10000'
        ) }} as units_until,
        {{ big_integer('spans.list_amount * 10000') }} as units,
        {{ big_integer(
            'sum(spans.list_amount) over (partition by spans.billed_subscription_id, '
            ~ 'spans.known_at, spans.currency, spans.started_on) * 10000'
        ) }} as all_units

    from spans
    inner join together
        on
            spans.billed_subscription_id = together.billed_subscription_id
            and spans.known_at = together.known_at
            and spans.span_id = together.span_id

)

select
    spans.billed_subscription_id,
    spans.known_at,
    spans.period_id,
    spans.span_id,
    spans.started_on,
    spans.ends_on,
    spans.is_continued,
    cast(
        case
            when lowered.amount_off = 0 then lowered.amount_left
            when lowered.amount_off > 0
                then
                    greatest(
                        lowered.amount_left
                        - cast(
                            {{ divide_half_up('units_off * units_until', 'all_units') }}
                            - {{ divide_half_up(
                                'units_off * (units_until - units)', 'all_units'
                            ) }} as decimal(22, 0)
                        ) * cast(0.0001 as decimal(4, 4)),
                        0
                    )
            else spans.list_amount
        end as decimal(18, 4)
    ) as amount

from spans
left join lowered
    on
        spans.billed_subscription_id = lowered.billed_subscription_id
        and spans.known_at = lowered.known_at
        and spans.span_id = lowered.span_id
