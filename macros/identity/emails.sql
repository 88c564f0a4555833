{# An e-mail address as an identity: NFKC, lower case, no blanks around it; plus-tags and dots are
   kept, since they are different addresses. NULL for text without an @ between other characters. #}
{% macro normalised_email(text) -%}
    {%- set blank = ' \\t-\\r\\x{200B}\\x{2060}\\x{FEFF}' -%}
    {{ first_match(
        'lower(' ~ nfkc(text) ~ ')',
        '(?s)^[' ~ blank ~ ']*([^' ~ blank ~ '].*@.*[^' ~ blank ~ '])[' ~ blank ~ ']*$'
    ) }}
{%- endmacro %}


{% macro email_domain(email) -%}
    {{ part_of(email, '@', 2) }}
{%- endmacro %}
