{# `as` of a common table expression that the engine is to work out by itself. DuckDB's planner looks
   at what stands below a window function several times, so that a chain of twenty would keep it
   planning for minutes. #}
{% macro as_kept() -%}
    {{ return(adapter.dispatch('as_kept', 'kizuna')()) }}
{%- endmacro %}

{% macro default__as_kept() -%}
    as materialized
{%- endmacro %}

{% macro spark__as_kept() -%}
    as
{%- endmacro %}
