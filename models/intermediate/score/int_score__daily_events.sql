-- Grain: one row per account, contact, type of event, local day, day on which it was known and
-- period in which it was the account's: human events only. is_capped: more of them than score, so
-- that int_score__capped_events says which do. Contact 0 is whoever is not known.
with days as (

    select
        account_no,
        contact_no,
        event_type,
        event_date,
        available_on,
        linked_from,
        linked_until,
        cast(max(depth) as integer) as depth,
        max(case when direction in ('inbound', 'two_way') then 1 else 0 end) as is_inbound,
        max(case when direction in ('outbound', 'two_way') then 1 else 0 end) as is_outbound,
        count(*) as events

    from {{ ref('int_score__event_links') }}
    where not is_machine
    group by
        account_no,
        contact_no,
        event_type,
        event_date,
        available_on,
        linked_from,
        linked_until

)

select
    days.account_no,
    days.contact_no,
    days.event_type,
    days.event_date,
    days.available_on,
    days.linked_from,
    days.linked_until,
    days.depth,
    days.is_inbound,
    days.is_outbound,
    days.events,
    capped_days.event_date is not null as is_capped

from days
left join {{ ref('int_score__capped_days') }} as capped_days
    on
        days.contact_no = capped_days.contact_no
        and days.event_type = capped_days.event_type
        and days.event_date = capped_days.event_date
        and case when days.contact_no = 0 then days.account_no else 0 end = capped_days.account_no
