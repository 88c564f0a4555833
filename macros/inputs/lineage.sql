{# Where a staged row comes from: the loader's columns under their public names. #}
{% macro lineage() -%}
    _available_at as available_at,
    _loaded_at as loaded_at,
    _load_id as load_id,
    _file as file_name,
    _row as file_row
{%- endmacro %}
