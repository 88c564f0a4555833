{# The different texts of a group in one text, in the order of their characters; NULL where there is
   none. #}
{% macro distinct_texts(text, separator) -%}
    {{ return(adapter.dispatch('distinct_texts', 'kizuna')(text, separator)) }}
{%- endmacro %}

{% macro default__distinct_texts(text, separator) -%}
    string_agg(distinct {{ text }}, '{{ separator }}' order by {{ text }})
{%- endmacro %}

{% macro spark__distinct_texts(text, separator) -%}
    nullif(array_join(array_sort(collect_set({{ text }})), '{{ separator }}'), '')
{%- endmacro %}
