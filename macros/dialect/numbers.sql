{# Whole-number division that rounds halves up, exact however large: for money, which no double
   may touch. Both operands are whole and not negative. #}
{% macro divide_half_up(numerator, denominator) -%}
    {{ return(adapter.dispatch('divide_half_up', 'kizuna')(numerator, denominator)) }}
{%- endmacro %}

{% macro default__divide_half_up(numerator, denominator) -%}
    (
        (2 * cast({{ numerator }} as hugeint) + {{ denominator }})
        // (2 * cast({{ denominator }} as hugeint))
    )
{%- endmacro %}


{# A rate: NULL where there is nothing to divide by; published figures have 9 decimals. #}
{% macro rate(numerator, denominator) -%}
    round(cast({{ numerator }} as double) / nullif({{ denominator }}, 0), 9)
{%- endmacro %}
