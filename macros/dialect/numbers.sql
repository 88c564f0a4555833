{# Whole-number division that rounds halves up, exact however large: for money, which no double
   may touch. Both
   operands are big_integer and not negative. #}
{% macro divide_half_up(numerator, denominator) -%}
    {{ return(adapter.dispatch('divide_half_up', 'kizuna')(numerator, denominator)) }}
{%- endmacro %}

{% macro default__divide_half_up(numerator, denominator) -%}
    ((2 * {{ numerator }} + {{ denominator }}) // (2 * {{ denominator }}))
{%- endmacro %}


{# A whole number of up to 38 digits. #}
{% macro big_integer(number) -%}
    {{ return(adapter.dispatch('big_integer', 'kizuna')(number)) }}
{%- endmacro %}

{% macro default__big_integer(number) -%}
    cast({{ number }} as hugeint)
{%- endmacro %}


{# A rate: NULL where there is nothing to divide by; published figures have 9 decimals. #}
{% macro rate(numerator, denominator) -%}
    round(cast({{ numerator }} as double) / nullif({{ denominator }}, 0), 9)
{%- endmacro %}
