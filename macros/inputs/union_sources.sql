{# One union per concept over every source that a variable lists. `columns` is the concept's
   interface: each source's staging view stg_<source>__<concept> has them all. #}
{% macro union_sources(list_name, concept, columns) -%}
    {%- for source in var(list_name) %}
    {{ 'union all' if not loop.first }}
    select
        {{ (columns + lineage_columns()) | join(',\n        ') }}
    from {{ ref('stg_' ~ source ~ '__' ~ concept) }}
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            'The variable ' ~ list_name
            ~ ' is empty: name at least `generic`, whose tables may stay empty.'
        ) }}
    {%- endfor %}
{%- endmacro %}
