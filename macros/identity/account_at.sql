{# Joins that find the account of a contact at a time, as now known: what a contact did while it
   worked for another company belongs to that company. Reads as `employers.account_id`. The join can
   multiply no row: the periods of a contact do not overlap. #}
{% macro join_employers(contact_id, occurred_at) -%}
    left join {{ ref('int_identity__contact_employers') }} as employers
        on
            {{ contact_id }} = employers.contact_id
            and employers.known_until is null
            and {{ occurred_at }} >= employers.valid_from
            and {{ occurred_at }} < {{ end_or_never('employers.valid_until') }}
{%- endmacro %}

{# The same for the role: reads as `roles.role` and `roles.is_decision_maker`. #}
{% macro join_roles(contact_id, occurred_at) -%}
    left join {{ ref('int_identity__contact_roles') }} as roles
        on
            {{ contact_id }} = roles.contact_id
            and roles.known_until is null
            and {{ occurred_at }} >= roles.valid_from
            and {{ occurred_at }} < {{ end_or_never('roles.valid_until') }}
{%- endmacro %}
