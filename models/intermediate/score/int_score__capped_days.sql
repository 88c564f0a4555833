-- Grain: one row per contact, type and local day with more human events than score: only there it
-- matters which of them came first. An account's events of nobody known are those of one contact.
with days as (

    select
        coalesce(contact_id, {{ unknown_contact_of('account_id') }}) as counted_contact,
        event_type,
        event_date,
        count(*) as events

    from {{ ref('int_activity__engagement_events') }}
    where not is_machine and (contact_id is not null or account_id is not null)
    group by
        coalesce(contact_id, {{ unknown_contact_of('account_id') }}),
        event_type,
        event_date

),

caps as (

    select
        event_type,
        min(daily_cap) as daily_cap

    from {{ ref('int_score__event_rules') }}
    group by event_type

)

select
    days.counted_contact,
    days.event_type,
    days.event_date

from days
inner join caps
    on days.event_type = caps.event_type
where days.events > caps.daily_cap
