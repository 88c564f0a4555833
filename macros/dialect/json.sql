{# JSON that arrives as text. The path is constant: `$.a.b`. NULL where the text is no JSON, or the
   path leads nowhere. #}
{% macro json_text(expr, path) -%}
    {{ return(adapter.dispatch('json_text', 'kizuna')(expr, path)) }}
{%- endmacro %}

{% macro default__json_text(expr, path) -%}
    case when json_valid({{ expr }}) then json_extract_string({{ expr }}, '{{ path }}') end
{%- endmacro %}

{% macro spark__json_text(expr, path) -%}
    get_json_object({{ expr }}, '{{ path }}')
{%- endmacro %}


{# One parameter out of a list of {"key": k, "value": {"string_value": …, "int_value": …}}, as text,
   whichever kind of value is filled; NULL where the list has no such key. #}
{% macro json_param(expr, key) -%}
    {{ return(adapter.dispatch('json_param', 'kizuna')(expr, key)) }}
{%- endmacro %}

{% macro default__json_param(expr, key) -%}
    {%- set place -%}
        nullif(list_position(json_extract_string({{ expr }}, '$[*].key'), '{{ key }}'), 0) - 1
    {%- endset -%}
    case
        when json_valid({{ expr }})
            then
                coalesce(
                {%- for kind in ['string', 'int', 'float', 'double'] %}
                    json_extract_string(
                        {{ expr }},
                        '$[' || cast({{ place }} as string) || '].value.{{ kind }}_value'
                    ){{ ',' if not loop.last }}
                {%- endfor %}
                )
    end
{%- endmacro %}

{% macro spark__json_param(expr, key) -%}
    {%- set kinds = ['string', 'int', 'float', 'double'] -%}
    {%- set values -%}
        struct<{% for kind in kinds %}{{ kind }}_value: string{{ ', ' if not loop.last }}{% endfor %}>
    {%- endset -%}
    {%- set found -%}
        get(
            filter(
                from_json({{ expr }}, 'array<struct<key: string, value: {{ values }}>>'),
                param -> param.key = '{{ key }}'
            ),
            0
        ).value
    {%- endset -%}
    {{ with_value('found', found, 'coalesce(
        found.string_value, found.int_value, found.float_value, found.double_value
    )') }}
{%- endmacro %}


{# The texts of a group as one JSON array, by ascending `place`, a number that no two of them share.
   A missing text is left out; a group without any gives an empty array. #}
{% macro json_array_of(text, place) -%}
    {{ return(adapter.dispatch('json_array_of', 'kizuna')(text, place)) }}
{%- endmacro %}

{% macro default__json_array_of(text, place) -%}
    coalesce(
        cast(
            to_json(list({{ text }} order by {{ place }}) filter (where {{ text }} is not null))
            as string
        ),
        '[]'
    )
{%- endmacro %}

{% macro spark__json_array_of(text, place) -%}
    to_json(
        transform(
            array_sort(
                collect_list(
                    case
                        when {{ text }} is not null
                            then struct({{ place }} as place, {{ text }} as value)
                    end
                )
            ),
            one -> one.value
        )
    )
{%- endmacro %}


{# The keys of a JSON object, one row each, in no order; no row where the text is no object. #}
{% macro json_keys(expr) -%}
    {{ return(adapter.dispatch('json_keys', 'kizuna')(expr)) }}
{%- endmacro %}

{% macro default__json_keys(expr) -%}
    unnest(case when json_valid({{ expr }}) then json_keys({{ expr }}) end)
{%- endmacro %}

{% macro spark__json_keys(expr) -%}
    explode(map_keys(from_json({{ expr }}, 'map<string, string>')))
{%- endmacro %}


{# What stands under a key of a JSON object, as text; the key is an expression. NULL where the text
   is no object, the key is missing, or null stands there. #}
{% macro json_member(expr, key) -%}
    {{ return(adapter.dispatch('json_member', 'kizuna')(expr, key)) }}
{%- endmacro %}

{# A pointer and no path: in a path `*` and dots are patterns. Members of an array have numbers, and
   a number as a key would find one. #}
{% macro default__json_member(expr, key) -%}
    case
        when json_type(case when json_valid({{ expr }}) then {{ expr }} end) = 'OBJECT'
            then
                json_extract_string(
                    {{ expr }}, '/' || replace(replace({{ key }}, '~', '~0'), '/', '~1')
                )
    end
{%- endmacro %}

{% macro spark__json_member(expr, key) -%}
    try_element_at(from_json({{ expr }}, 'map<string, string>'), {{ key }})
{%- endmacro %}
