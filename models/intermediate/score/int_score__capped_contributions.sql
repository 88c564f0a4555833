-- Grain: one row per period of the rules, event that int_score__capped_events lets count, and
-- period in which it was an account's.
select
    capped.rules_from,
    capped.event_id,
    links.account_no,
    links.contact_no,
    links.event_type,
    links.event_date,
    links.available_on,
    capped.counted_until,
    links.linked_from,
    links.linked_until

from {{ ref('int_score__capped_events') }} as capped
inner join {{ ref('int_score__event_links') }} as links
    on capped.event_id = links.event_id
