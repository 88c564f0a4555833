-- Grain: one row per account, contact, type of event, local day, day on which it was known and
-- period in which it was the account's: human events only. is_capped: more of them than score, so
-- that int_score__capped_events says which do.
with events as (

    select
        links.account_id,
        coalesce(links.contact_id, {{ unknown_contact() }}) as contact_key,
        coalesce(links.contact_id, {{ unknown_contact_of('links.account_id') }})
            as counted_contact,
        links.event_type,
        links.event_date,
        links.available_on,
        links.linked_from,
        links.linked_until,
        max(links.depth) as depth,
        max(case when links.direction in ('inbound', 'two_way') then 1 else 0 end) as is_inbound,
        max(case when links.direction in ('outbound', 'two_way') then 1 else 0 end) as is_outbound,
        count(*) as events

    from {{ ref('int_score__event_links') }} as links
    where not links.is_machine
    group by
        links.account_id,
        links.contact_id,
        links.event_type,
        links.event_date,
        links.available_on,
        links.linked_from,
        links.linked_until

)

select
    events.account_id,
    events.contact_key,
    events.event_type,
    events.event_date,
    events.available_on,
    events.linked_from,
    events.linked_until,
    events.depth,
    events.is_inbound,
    events.is_outbound,
    events.events,
    capped_days.counted_contact is not null as is_capped

from events
left join {{ ref('int_score__capped_days') }} as capped_days
    on
        events.counted_contact = capped_days.counted_contact
        and events.event_type = capped_days.event_type
        and events.event_date = capped_days.event_date
