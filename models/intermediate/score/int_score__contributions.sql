-- Grain: one row per period of the rules, account, contact, type of event, local day, day on which
-- it was known and periods in which it counted and was the account's. Its events count for day t
-- where available_on <= t < counted_until and linked_from <= t < linked_until, with events * points
-- * 2 ^ (-(t - event_date) / half_life_days).
{{ config(materialized='view') }}
select
    rules.rules_from,
    events.account_no,
    events.contact_no,
    events.event_type,
    events.event_date,
    events.available_on,
    {{ no_day() }} as counted_until,
    events.linked_from,
    events.linked_until,
    events.events,
    rules.points,
    rules.half_life_days,
    rules.is_negative

from {{ ref('int_score__daily_events') }} as events
inner join {{ ref('int_score__event_rules') }} as rules
    on events.event_type = rules.event_type
where not events.is_capped

union all

select
    capped.rules_from,
    capped.account_no,
    capped.contact_no,
    capped.event_type,
    capped.event_date,
    capped.available_on,
    capped.counted_until,
    capped.linked_from,
    capped.linked_until,
    1 as events,
    rules.points,
    rules.half_life_days,
    rules.is_negative

from {{ ref('int_score__capped_contributions') }} as capped
inner join {{ ref('int_score__event_rules') }} as rules
    on
        capped.rules_from = rules.rules_from
        and capped.event_type = rules.event_type
