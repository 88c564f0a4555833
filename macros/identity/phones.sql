{# A phone number as + and its digits, +81 for Japanese ones; NULL for what is none. Of several the
   first counts; an extension is left out. A number that begins with 0 is Japanese: it has ten digits,
   eleven for mobile, IP and 0800 numbers. #}
{% macro normalised_phone(text) -%}
    {%- set written = 'replace(lower(' ~ nfkc(text) ~ "), '(0)', '')" -%}
    {%- set written = first_match(
        written, '^[^+(0-9]*([+]?[( ]*[0-9][0-9 ().‐‒–—―−ー-]*)'
    ) -%}
    {%- set digits = replace_matches(written, '[^+0-9]', '') -%}
    {{ with_value(
        'digits',
        digits,
        'case'
        ~ ' when ' ~ has_match('digits', '^0[1-9][0-9]{8}$')
        ~ ' or ' ~ has_match('digits', '^(?:0[5-9]0[0-9]|0800)[0-9]{7}$')
        ~ " then '+81' || substr(digits, 2)"
        ~ ' when ' ~ has_match('digits', '^(?:[+]|00|010)?81(?:[1-9][0-9]{8}|[5-9]0[0-9]{8})$')
        ~ " then '+' || " ~ first_match('digits', '(81[1-9][0-9]{8,9})$')
        ~ ' when ' ~ has_match('digits', '^[+][1-9][0-9]{6,14}$')
        ~ ' and not ' ~ has_match('digits', '^[+]81')
        ~ ' then digits end'
    ) }}
{%- endmacro %}
