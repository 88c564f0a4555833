{# One union per concept over every source that one or several variables list. `columns` is the
   concept's interface: each source's staging view stg_<source>__<concept> has them all. #}
{% macro union_sources(list_names, concept, columns) -%}
    {%- for source in listed_sources(list_names) %}
    {{ 'union all' if not loop.first }}
    select
        {{ (columns + lineage_columns()) | join(',\n        ') }}
    from {{ ref('stg_' ~ source ~ '__' ~ concept) }}
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            'No source is named for ' ~ concept ~ ': name one in ' ~ list_names
            ~ '; the tables of a source may stay empty.'
        ) }}
    {%- endfor %}
{%- endmacro %}

{# The sources of one or several lists, each once. #}
{% macro listed_sources(list_names) -%}
    {%- set found = [] -%}
    {%- for list_name in ([list_names] if list_names is string else list_names) -%}
        {%- for source in var(list_name) if source not in found -%}
            {%- do found.append(source) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
