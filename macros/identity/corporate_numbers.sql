{# The 13 digits of a 法人番号 whose check digit is right (METRICS 2), else NULL. Hyphens, blanks and
   the T of an invoice number may stand in it, and a spreadsheet's `.0` behind it. #}
{% macro valid_corporate_number(text) -%}
    {%- set digits = first_match(
        replace_matches(nfkc(text), '[ \\t-\\r‐‒–—―−-]', ''), '^[Tt]?([0-9]{13})(?:[.]0+)?$'
    ) -%}
    {%- set parts = [] -%}
    {%- for place in range(2, 14) -%}
        {%- do parts.append(
            ('2' if place % 2 == 0 else '1') ~ ' * cast(substr(digits, ' ~ place ~ ', 1) as bigint)'
        ) -%}
    {%- endfor -%}
    {{ with_value(
        'digits',
        digits,
        'case when cast(substr(digits, 1, 1) as bigint) = 9 - (' ~ parts | join(' + ')
        ~ ') % 9 then digits end'
    ) }}
{%- endmacro %}
