-- Grain: one row per event as a source tells it, with whose it is; what another source tells too
-- stands here twice. An event belongs to the company that its own source names, else to the
-- employer that its contact had when it happened. Events of our own staff are left out.
{{ config(materialized='view') }}
with events as (

    {% for part in ['crm', 'mail', 'webinar', 'web', 'survey'] %}
        {{ 'union all' if not loop.first }}
        select
            concept,
            source,
            source_event_id,
            source_account_id,
            source_contact_id,
            email,
            contact_id,
            event_type,
            campaign_id,
            content_id,
            title,
            machine_reason,
            occurred_at,
            available_at
        from {{ ref('int_activity__' ~ part ~ '_events') }}
    {% endfor %}

),

with_contacts as (

    select
        events.concept,
        events.source,
        events.source_event_id,
        events.source_account_id,
        coalesce(events.contact_id, {{ resolved_contact_id() }}) as contact_id,
        events.event_type,
        events.campaign_id,
        events.content_id,
        events.title,
        events.machine_reason,
        events.occurred_at,
        events.available_at

    from events
    {{ join_contact_keys('events') }}

)

select
    with_contacts.concept,
    with_contacts.source,
    with_contacts.source_event_id,
    with_contacts.source_account_id,
    coalesce(account_keys.account_id, employers.account_id) as account_id,
    with_contacts.contact_id,
    with_contacts.event_type,
    with_contacts.campaign_id,
    with_contacts.content_id,
    with_contacts.title,
    with_contacts.machine_reason,
    with_contacts.occurred_at,
    greatest(with_contacts.available_at, with_contacts.occurred_at) as available_at

from with_contacts
left join {{ ref('int_identity__account_keys') }} as account_keys
    on
        with_contacts.source = account_keys.source
        and with_contacts.source_account_id = account_keys.source_account_id
left join {{ ref('int_identity__contacts') }} as contacts
    on with_contacts.contact_id = contacts.contact_id
{{ join_employers('with_contacts.contact_id', 'with_contacts.occurred_at') }}
where not coalesce(contacts.is_internal, false)
