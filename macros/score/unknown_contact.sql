{# Under whom events of an account score of which no contact is known. #}
{% macro unknown_contact() -%}
    '(unknown)'
{%- endmacro %}

{# The same, told apart by account. #}
{% macro unknown_contact_of(account_id) -%}
    '(unknown)|' || {{ account_id }}
{%- endmacro %}
