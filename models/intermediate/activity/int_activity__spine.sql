-- Grain: one row per real event, and one row without an event per month, which says what the
-- month's rows were made from (see int_activity__event_months). An incremental build makes anew
-- the months of which that differs; a month that lost its last event keeps its row without an
-- event. Not read but by int_activity__engagement_events.
{{ config(
    materialized='incremental',
    incremental_strategy=month_strategy(),
    unique_key='event_month',
    partition_by=month_partition(),
    on_schema_change='sync_all_columns'
) }}
{# What the rows are made by: this text, and what its macros and variables make of it. #}
{% set made_by = local_md5(model.raw_code ~ entity_key('event', ['event']) ~ local_date('time')) %}
{% set months = stale_months(ref('int_activity__event_months'), made_by) %}
select
    {{ entity_key('event', ['events.concept', 'events.source', 'events.source_event_id']) }}
        as event_id,
    events.account_id,
    events.contact_id,
    events.occurred_at,
    events.available_at,
    {{ local_date('events.occurred_at') }} as event_date,
    event_types.channel,
    events.event_type,
    event_types.direction,
    event_types.behaviour_class,
    case when events.machine_reason is not null then 0 else event_types.depth end as depth,
    event_types.valence,
    events.machine_reason is not null as is_machine,
    events.machine_reason,
    events.campaign_id,
    events.content_id,
    events.source,
    events.source_event_id,
    events.source_account_id,
    cast(date_trunc('month', events.occurred_at) as date) as event_month,
    cast(null as string) as made_from

from {{ ref('int_activity__distinct_events') }} as events
left join {{ ref('event_types') }} as event_types
    on events.event_type = event_types.event_type
where {{ is_in_months('events.occurred_at', months) }}

union all

select
    cast(null as string) as event_id,
    cast(null as string) as account_id,
    cast(null as string) as contact_id,
    cast(null as timestamp) as occurred_at,
    cast(null as timestamp) as available_at,
    cast(null as date) as event_date,
    cast(null as string) as channel,
    cast(null as string) as event_type,
    cast(null as string) as direction,
    cast(null as string) as behaviour_class,
    cast(null as bigint) as depth,
    cast(null as bigint) as valence,
    cast(null as boolean) as is_machine,
    cast(null as string) as machine_reason,
    cast(null as string) as campaign_id,
    cast(null as string) as content_id,
    cast(null as string) as source,
    cast(null as string) as source_event_id,
    cast(null as string) as source_account_id,
    event_month,
    made_from

from ({{ months_made(ref('int_activity__event_months'), made_by, months) }}) as months_made
