-- Grain: one row per real event of any channel. What an event means (channel, direction, depth …)
-- stands in the seed event_types. A machine's event keeps its type and falls to depth 0: it was
-- shown, nobody did anything.
{{ config(materialized='view') }}
select
    event_id,
    account_id,
    contact_id,
    occurred_at,
    available_at,
    event_date,
    channel,
    event_type,
    direction,
    behaviour_class,
    depth,
    valence,
    is_machine,
    machine_reason,
    campaign_id,
    content_id,
    source,
    source_event_id,
    source_account_id

from {{ ref('int_activity__spine') }}
where event_id is not null
