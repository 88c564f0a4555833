-- Grain: one row per completed contact activity of a person of ours with a customer: a meeting
-- held, a call that connected, a chat, a message sent by hand. Mailings and calls that nobody
-- answered are none.
{{ config(materialized='view') }}
select
    event_id,
    contact_id,
    account_id,
    event_date as contact_date,
    occurred_at,
    -- CRMs may log the day alone, which arrives as its beginning: it may mean any time of that day.
    case
        when occurred_at = {{ day_start_utc('event_date') }}
            then {{ day_start_utc(add_days('event_date', 1)) }}
        else occurred_at
    end as latest_possible_at

from {{ ref('int_activity__engagement_events') }}
where
    not is_machine
    and channel in ('meeting', 'call', 'chat')
    and (direction = 'two_way' or (direction = 'outbound' and channel = 'chat'))
