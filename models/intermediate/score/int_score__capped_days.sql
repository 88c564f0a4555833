-- Grain: one row per contact, type and local day with more human events than score: only there it
-- matters which of them came first. An account's events of nobody known are those of one contact;
-- only there account_no is not 0.
with events as (

    select
        contact_id,
        case when contact_id is null then account_id end as account_id,
        event_type,
        event_date

    from {{ ref('int_activity__engagement_events') }}
    where not is_machine and (contact_id is not null or account_id is not null)

),

days as (

    select
        contact_id,
        account_id,
        event_type,
        event_date,
        count(*) as events

    from events
    group by
        contact_id,
        account_id,
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
    coalesce(days.contact_id, {{ unknown_contact_of('days.account_id') }}) as counted_contact,
    days.event_type,
    days.event_date,
    coalesce(contacts.contact_no, 0) as contact_no,
    coalesce(accounts.account_no, 0) as account_no

from days
inner join caps
    on days.event_type = caps.event_type
left join {{ ref('int_score__contact_numbers') }} as contacts
    on days.contact_id = contacts.contact_id
left join {{ ref('int_score__account_numbers') }} as accounts
    on days.account_id = accounts.account_id
where days.events > caps.daily_cap
