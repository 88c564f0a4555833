-- Grain: one row per deduplicated engagement event. Outbound sends and purchases are here and are
-- never engagement; a machine's event is here and flagged. Events of our own staff are not. A view
-- over the spine, so that its rows are not written twice: publishing makes a table of it.
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
    cast(depth as bigint) as depth,
    cast(valence as bigint) as valence,
    is_machine,
    machine_reason,
    campaign_id,
    content_id,
    source,
    source_event_id

from {{ ref('int_activity__engagement_events') }}
