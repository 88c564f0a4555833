{# An open end, and an open beginning, as times: a comparison with `is null` beside it would make
   engines join by nested loops. #}
{% macro end_or_never(until) -%}
    coalesce({{ until }}, cast('9999-12-31 00:00:00' as timestamp))
{%- endmacro %}

{% macro always() -%}
    cast('1900-01-01 00:00:00' as timestamp)
{%- endmacro %}
