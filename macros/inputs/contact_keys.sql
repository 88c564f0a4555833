{# Joins that find the contact of a row: its source's own id first, then its address. Read the
   result with `resolved_contact_id()`. Neither join can multiply rows:
   int_identity__contact_keys is unique on its key. #}
{% macro join_contact_keys(relation) -%}
    left join {{ ref('int_identity__contact_keys') }} as keys_by_id
        on
            keys_by_id.key_type = 'id'
            and keys_by_id.source = {{ relation }}.source
            and keys_by_id.key_value = {{ relation }}.source_contact_id
    left join {{ ref('int_identity__contact_keys') }} as keys_by_email
        on
            keys_by_email.key_type = 'email'
            and keys_by_email.key_value = {{ relation }}.email
{%- endmacro %}

{% macro resolved_contact_id() -%}
    coalesce(keys_by_id.contact_id, keys_by_email.contact_id)
{%- endmacro %}
