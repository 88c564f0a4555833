{# A text constant. #}
{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}


{# Whether a text has no character beyond ASCII. #}
{% macro is_ascii(text) -%}
    {{ return(adapter.dispatch('is_ascii', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__is_ascii(text) -%}
    strlen({{ text }}) = length({{ text }})
{%- endmacro %}


{# Canonical composition (NFC). #}
{% macro nfc(text) -%}
    {{ return(adapter.dispatch('nfc', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__nfc(text) -%}
    nfc_normalize({{ text }})
{%- endmacro %}


{# The text with each of its characters replaced by `expression`, which names it `name`. #}
{% macro each_character(text, name, expression) -%}
    {{ return(adapter.dispatch('each_character', 'kizuna')(text, name, expression)) }}
{%- endmacro %}

{% macro default__each_character(text, name, expression) -%}
    array_to_string(
        list_transform(string_split({{ text }}, ''), lambda {{ name }}: {{ expression }}), ''
    )
{%- endmacro %}


{# An expression that uses `value` several times under the name `name`: a formula that stands once
   stays short, however often its result is looked at. #}
{% macro with_value(name, value, expression) -%}
    {{ return(adapter.dispatch('with_value', 'kizuna')(name, value, expression)) }}
{%- endmacro %}

{% macro default__with_value(name, value, expression) -%}
    list_transform([{{ value }}], lambda {{ name }}: {{ expression }})[1]
{%- endmacro %}


{# Regular expressions, in the syntax that RE2 and Java share: no look-around, and no \b, \w or \s,
   which mean different things to them. Case counts. #}
{% macro has_match(text, pattern) -%}
    {{ return(adapter.dispatch('has_match', 'kizuna')(text, pattern)) }}
{%- endmacro %}

{% macro default__has_match(text, pattern) -%}
    regexp_matches({{ text }}, {{ text_literal(pattern) }})
{%- endmacro %}


{# What the first group of a pattern holds where it matches first; NULL where it does not, or holds
   nothing. #}
{% macro first_match(text, pattern) -%}
    {{ return(adapter.dispatch('first_match', 'kizuna')(text, pattern)) }}
{%- endmacro %}

{% macro default__first_match(text, pattern) -%}
    nullif(regexp_extract({{ text }}, {{ text_literal(pattern) }}, 1), '')
{%- endmacro %}


{# Every match replaced by a constant. #}
{% macro replace_matches(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_matches', 'kizuna')(text, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_matches(text, pattern, replacement) -%}
    regexp_replace(
        {{ text }}, {{ text_literal(pattern) }}, {{ text_literal(replacement) }}, 'g'
    )
{%- endmacro %}
