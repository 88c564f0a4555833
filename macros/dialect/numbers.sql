{# Whole-number division that rounds halves up, exact however large: for money, which no double
   may touch. Both
   operands are big_integer and not negative. #}
{% macro divide_half_up(numerator, denominator) -%}
    {{ return(adapter.dispatch('divide_half_up', 'kizuna')(numerator, denominator)) }}
{%- endmacro %}

{% macro default__divide_half_up(numerator, denominator) -%}
    ((2 * {{ numerator }} + {{ denominator }}) // (2 * {{ denominator }}))
{%- endmacro %}

{# Spark's `div` gives 64 bits only, and `/` of decimals rounds: what is left over is taken off
   first. #}
{% macro spark__divide_half_up(numerator, denominator) -%}
    {%- set doubled = '(2 * ' ~ numerator ~ ' + ' ~ denominator ~ ')' -%}
    cast(
        ({{ doubled }} - {{ doubled }} % (2 * {{ denominator }})) / (2 * {{ denominator }})
        as decimal(38, 0)
    )
{%- endmacro %}


{# A whole number of up to 38 digits. #}
{% macro big_integer(number) -%}
    {{ return(adapter.dispatch('big_integer', 'kizuna')(number)) }}
{%- endmacro %}

{% macro default__big_integer(number) -%}
    cast({{ number }} as hugeint)
{%- endmacro %}

{% macro spark__big_integer(number) -%}
    cast({{ number }} as decimal(38, 0))
{%- endmacro %}


{# Floating point as it is published: with 9 decimals, halves away from zero. #}
{% macro rounded(value) -%}
    {{ return(adapter.dispatch('rounded', 'kizuna')(value)) }}
{%- endmacro %}

{% macro default__rounded(value) -%}
    round(cast({{ value }} as double), 9)
{%- endmacro %}

{# Spark rounds the digits that a number is shown with, DuckDB the number: 0.285 is less than its
   digits say. #}
{% macro spark__rounded(value) -%}
    round(cast({{ value }} as double) * cast(1e9 as double), 0) / cast(1e9 as double)
{%- endmacro %}


{# A rate: NULL where there is nothing to divide by. #}
{% macro rate(numerator, denominator) -%}
    {{ rounded('cast(' ~ numerator ~ ' as double) / nullif(' ~ denominator ~ ', 0)') }}
{%- endmacro %}


{# One row per whole number from the first to the last, both included. #}
{% macro numbers_between(first_number, last_number) -%}
    {{ return(adapter.dispatch('numbers_between', 'kizuna')(first_number, last_number)) }}
{%- endmacro %}

{% macro default__numbers_between(first_number, last_number) -%}
    unnest(generate_series({{ first_number }}, {{ last_number }}))
{%- endmacro %}

{# Spark's sequences run backwards where the last number is before the first. #}
{% macro spark__numbers_between(first_number, last_number) -%}
    explode(
        case
            when {{ first_number }} <= {{ last_number }}
                then sequence({{ first_number }}, {{ last_number }})
        end
    )
{%- endmacro %}
