{# Share of the top two boxes with a 95 % Wilson interval (METRICS 7), z = 1.96: with z2 = z * z,
   (s + z2 / 2 -+ z * sqrt(s * (n - s) / n + z2 / 4)) / (n + z2). Unlike the plain interval it has a
   width where all answers or none are in the top boxes, and stays within [0, 1]. Golden: 8 of 10
   gives [0.4902, 0.9433]. #}
{% macro wilson_low(successes, n) -%}
    case
        when {{ n }} > 0
            then
                greatest(
                    cast(0 as double),
                    ({{ wilson_centre(successes) }} - {{ wilson_half(successes, n) }})
                    / ({{ n }} + 3.8416)
                )
    end
{%- endmacro %}

{% macro wilson_high(successes, n) -%}
    case
        when {{ n }} > 0
            then
                least(
                    cast(1 as double),
                    ({{ wilson_centre(successes) }} + {{ wilson_half(successes, n) }})
                    / ({{ n }} + 3.8416)
                )
    end
{%- endmacro %}

{% macro wilson_centre(successes) -%}
    (cast({{ successes }} as double) + 1.9208)
{%- endmacro %}

{% macro wilson_half(successes, n) -%}
    1.96 * sqrt(
        cast({{ successes }} as double) * ({{ n }} - {{ successes }}) / {{ n }} + 0.9604
    )
{%- endmacro %}

{# Scales are told apart by their number of steps: five points are 0-4 as well as 1-5. NULL where
   the scale is not told. #}
{% macro is_five_point(scale_min, scale_max) -%}
    ({{ scale_max }} - {{ scale_min }} = 4)
{%- endmacro %}
