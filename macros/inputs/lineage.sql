{# Where a staged row comes from: the loader's columns under their public names. `updated_at` is the
   record's own time of change, where the tool writes one: of two versions the one that was changed
   later counts, whichever was loaded later. #}
{% macro lineage(updated_at='cast(null as timestamp)') -%}
    {{ updated_at }} as updated_at,
    _available_at as available_at,
    _loaded_at as loaded_at,
    _load_id as load_id,
    _file as file_name,
    _row as file_row
{%- endmacro %}

{# The same columns, of a staged row that is read again. #}
{% macro lineage_columns() -%}
    {{ return(
        ['updated_at', 'available_at', 'loaded_at', 'load_id', 'file_name', 'file_row']
    ) }}
{%- endmacro %}
