{# SHA-256 of a text in hexadecimal digits, in lower case. #}
{% macro sha256_hex(text) -%}
    {{ return(adapter.dispatch('sha256_hex', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__sha256_hex(text) -%}
    sha256({{ text }})
{%- endmacro %}

{% macro spark__sha256_hex(text) -%}
    sha2({{ text }}, 256)
{%- endmacro %}


{# A number that a change of any of the columns changes, and one for many rows, whatever their order.
   Both are compared within one engine only: no engine has to agree with another. The outer hash keeps
   two rows that swap a value from adding up to the same sum. #}
{% macro rows_fingerprint(columns) -%}
    {{ return(adapter.dispatch('rows_fingerprint', 'kizuna')(columns)) }}
{%- endmacro %}

{% macro default__rows_fingerprint(columns) -%}
    cast(sum(hash(hash({{ columns | join(', ') }}))) as varchar)
{%- endmacro %}

{# Spark's hash passes over NULL, so that a value which moves to the next column would go unseen. #}
{% macro spark__rows_fingerprint(columns) -%}
    cast(sum(cast(xxhash64(xxhash64(
        {%- for column in columns %}
        coalesce(cast({{ column }} as string), '|-|'){{ ',' if not loop.last }}
        {%- endfor %}
    )) as decimal(38, 0))) as string)
{%- endmacro %}
