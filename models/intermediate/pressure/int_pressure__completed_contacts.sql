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
    {{ latest_possible_at('occurred_at', 'event_date') }} as latest_possible_at

from {{ ref('int_activity__engagement_events') }}
where
    not is_machine
    and channel in ('meeting', 'call', 'chat')
    and (direction = 'two_way' or (direction = 'outbound' and channel = 'chat'))
