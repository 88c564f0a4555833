{# JSON that arrives as text. The path is constant: `$.a.b`. NULL where the text is no JSON, or the
   path leads nowhere. #}
{% macro json_text(expr, path) -%}
    {{ return(adapter.dispatch('json_text', 'kizuna')(expr, path)) }}
{%- endmacro %}

{% macro default__json_text(expr, path) -%}
    case when json_valid({{ expr }}) then json_extract_string({{ expr }}, '{{ path }}') end
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
