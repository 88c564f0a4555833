{# Rows of webinar sessions with whom they are: contact_id, attendee_key, is_staff_somewhere. The key
   is the source's own; a contact who is known by id in one row and by address in another is one
   person, for whom the smallest of the keys stands. Whoever is staff in one row is staff in all. #}
{% macro people_of_sessions(relation) -%}
    select
        people.*,
        max(case when people.is_staff or contacts.is_internal then 1 else 0 end) over (
            partition by people.attendee_key
        ) = 1 as is_staff_somewhere
    from (
        select
            named.*,
            min(source_key) over (
                partition by source, webinar_id, coalesce(contact_id, source_key)
            ) as attendee_key
        from (
            select
                session_rows.*,
                {{ resolved_contact_id() }} as contact_id,
                {{ entity_key('attendee', [
                    'session_rows.source',
                    'session_rows.webinar_id',
                    'coalesce(
                        session_rows.source_contact_id,
                        session_rows.email,
                        session_rows.attendee_label
                    )'
                ]) }} as source_key
            from {{ relation }} as session_rows
            {{ join_contact_keys('session_rows') }}
        ) as named
    ) as people
    left join {{ ref('int_identity__contacts') }} as contacts
        on people.contact_id = contacts.contact_id
{%- endmacro %}
