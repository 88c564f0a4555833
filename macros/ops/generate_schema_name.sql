{# Schemas are named as in the project file, without the target's prefix: `marts` is what BI
   tools query. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
