-- Grain: one row per real event: what the spine must hold. Of an event that several sources tell
-- one row is left, and it was known as soon as the first of them told of it.
{{ config(materialized='view') }}
with told_twice as (

    select
        concept,
        source,
        source_event_id,
        true as is_duplicate,
        cast(null as timestamp) as told_at

    from {{ ref('int_activity__event_duplicates') }}

    union all

    select
        kept_concept as concept,
        kept_source as source,
        kept_source_event_id as source_event_id,
        false as is_duplicate,
        min(available_at) as told_at

    from {{ ref('int_activity__event_duplicates') }}
    group by kept_concept, kept_source, kept_source_event_id

)

select
    events.concept,
    events.source,
    events.source_event_id,
    events.source_account_id,
    events.account_id,
    events.contact_id,
    events.event_type,
    events.campaign_id,
    events.content_id,
    events.machine_reason,
    events.occurred_at,
    greatest(
        events.occurred_at,
        least(events.available_at, coalesce(told_twice.told_at, events.available_at))
    ) as available_at

from {{ ref('int_activity__source_events') }} as events
left join told_twice
    on
        events.concept = told_twice.concept
        and events.source = told_twice.source
        and events.source_event_id = told_twice.source_event_id
where not coalesce(told_twice.is_duplicate, false)
