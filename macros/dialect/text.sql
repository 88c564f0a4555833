{# A text constant. #}
{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    '{{ text | replace("\\", "\\\\") | replace("'", "\\'") }}'
{%- endmacro %}


{# A part of a text between separators, counted from 1; NULL where there is none, or nothing in it.
   DuckDB 2.0.0 cannot compare a bare split_part of a column that holds nothing but NULL. #}
{% macro part_of(text, separator, place) -%}
    nullif(coalesce(split_part({{ text }}, '{{ separator }}', {{ place }}), ''), '')
{%- endmacro %}


{# Whether a text has no character beyond ASCII. #}
{% macro is_ascii(text) -%}
    {{ return(adapter.dispatch('is_ascii', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__is_ascii(text) -%}
    strlen({{ text }}) = length({{ text }})
{%- endmacro %}

{% macro spark__is_ascii(text) -%}
    octet_length({{ text }}) = length({{ text }})
{%- endmacro %}


{# Canonical composition (NFC). #}
{% macro nfc(text) -%}
    {{ return(adapter.dispatch('nfc', 'kizuna')(text)) }}
{%- endmacro %}

{% macro default__nfc(text) -%}
    nfc_normalize({{ text }})
{%- endmacro %}

{# Spark has no function for it; ICU, which it brings for its collations, has. #}
{% macro spark__nfc(text) -%}
    case
        when {{ text }} is not null
            then reflect('com.ibm.icu.text.Normalizer', 'compose', {{ text }}, false)
    end
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

{% macro spark__each_character(text, name, expression) -%}
    array_join(transform(split({{ text }}, ''), {{ name }} -> {{ expression }}), '')
{%- endmacro %}


{# An expression that uses `value` several times under the name `name`: a formula that stands once
   stays short, however often its result is looked at. #}
{% macro with_value(name, value, expression) -%}
    {{ return(adapter.dispatch('with_value', 'kizuna')(name, value, expression)) }}
{%- endmacro %}

{% macro default__with_value(name, value, expression) -%}
    list_transform([{{ value }}], lambda {{ name }}: {{ expression }})[1]
{%- endmacro %}

{% macro spark__with_value(name, value, expression) -%}
    transform(array({{ value }}), {{ name }} -> {{ expression }})[0]
{%- endmacro %}


{# Regular expressions, in the syntax that RE2 and Java share: no look-around, and no \b, \w or \s,
   which mean different things to them. Case counts. #}
{% macro has_match(text, pattern) -%}
    {{ return(adapter.dispatch('has_match', 'kizuna')(text, pattern)) }}
{%- endmacro %}

{% macro default__has_match(text, pattern) -%}
    regexp_matches({{ text }}, {{ text_literal(pattern) }})
{%- endmacro %}

{% macro spark__has_match(text, pattern) -%}
    ({{ text }}) rlike {{ text_literal(java_pattern(pattern)) }}
{%- endmacro %}


{# What the first group of a pattern holds where it matches first; NULL where it does not, or holds
   nothing. #}
{% macro first_match(text, pattern) -%}
    {{ return(adapter.dispatch('first_match', 'kizuna')(text, pattern)) }}
{%- endmacro %}

{% macro default__first_match(text, pattern) -%}
    nullif(regexp_extract({{ text }}, {{ text_literal(pattern) }}, 1), '')
{%- endmacro %}

{% macro spark__first_match(text, pattern) -%}
    nullif(regexp_extract({{ text }}, {{ text_literal(java_pattern(pattern)) }}, 1), '')
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

{% macro spark__replace_matches(text, pattern, replacement) -%}
    regexp_replace(
        {{ text }},
        {{ text_literal(java_pattern(pattern)) }},
        {{ text_literal(replacement | replace('\\', '\\\\') | replace('$', '\\$')) }}
    )
{%- endmacro %}


{# The same pattern for Java. Its `$` also matches before a line end at the end of the text, and a
   `[` within a class begins another class. #}
{% macro java_pattern(pattern) -%}
    {%- set seen = namespace(is_escaped=false, is_in_class=false) -%}
    {%- set written = [] -%}
    {%- for character in pattern -%}
        {%- if seen.is_escaped -%}
            {%- set seen.is_escaped = false -%}
            {%- do written.append(character) -%}
        {%- elif character == '\\' -%}
            {%- set seen.is_escaped = true -%}
            {%- do written.append(character) -%}
        {%- elif seen.is_in_class -%}
            {%- set seen.is_in_class = character != ']' -%}
            {%- do written.append('\\' ~ character if character in '[&' else character) -%}
        {%- else -%}
            {%- set seen.is_in_class = character == '[' -%}
            {%- do written.append('\\z' if character == '$' else character) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(written | join) }}
{%- endmacro %}
