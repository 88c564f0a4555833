-- Grain: one row per session and registered person; hosts, speakers, own staff and tests are left
-- out.
with registrations as (

    select
        registrations.*,
        {{ resolved_contact_id() }} as contact_id,
        {{ entity_key('attendee', [
            'registrations.source',
            'registrations.webinar_id',
            'coalesce(
                registrations.source_contact_id, registrations.email, registrations.attendee_label
            )'
        ]) }} as source_key

    from {{ ref('int_inputs__webinar_registrations') }} as registrations
    {{ join_contact_keys('registrations') }}

),

people as (

    select
        registrations.*,
        min(source_key) over (
            partition by source, webinar_id, coalesce(contact_id, source_key)
        ) as attendee_key

    from registrations

),

judged as (

    select
        people.*,
        max(case when people.is_staff or contacts.is_internal then 1 else 0 end) over (
            partition by people.attendee_key
        ) = 1 as is_staff_somewhere

    from people
    left join {{ ref('int_identity__contacts') }} as contacts
        on people.contact_id = contacts.contact_id

)

select
    source,
    webinar_id,
    attendee_key,
    max(contact_id) as contact_id,
    min(registered_at) as registered_at,
    min(available_at) as available_at

from judged
where not is_staff_somewhere
group by source, webinar_id, attendee_key
