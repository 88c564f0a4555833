{# The mail that an event belongs to: its send, else mailing and recipient. Without both nobody knows
   which events belong together: no mail. #}
{% macro mail_id(events) -%}
    case
        when {{ events }}.send_id is not null then {{ events }}.send_id
        when coalesce({{ events }}.source_contact_id, {{ events }}.email) is not null
            then {{ mail_of_recipient(events) }}
    end
{%- endmacro %}

{# The same by mailing and recipient alone. #}
{% macro mail_of_recipient(events) -%}
    {{ entity_key('mail', [
        events ~ '.campaign_id',
        'coalesce(' ~ events ~ '.source_contact_id, ' ~ events ~ '.email)'
    ]) }}
{%- endmacro %}
