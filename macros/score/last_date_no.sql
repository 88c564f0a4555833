{# Of a row of int_score__dates: the number of the last date up to its day. #}
{% macro last_date_no(dates) -%}
    case when {{ dates }}.is_date then {{ dates }}.date_no else {{ dates }}.date_no - 1 end
{%- endmacro %}
