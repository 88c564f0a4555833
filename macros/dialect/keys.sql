{# A key is a hash of natural keys: the same on every engine and in every build. A missing part
   differs from an empty one, and parts cannot run into each other. #}
{% macro entity_key(entity, parts) -%}
    md5(concat(
        '{{ entity }}'
        {%- for part in parts %}
        , '|', coalesce(replace(cast({{ part }} as string), '|', '||'), '|-|')
        {%- endfor %}
    ))
{%- endmacro %}


{# Name of the engine that builds, as build_info shows it. #}
{% macro engine_name() -%}
    {{ return(target.type) }}
{%- endmacro %}
