-- Promise: every event that a source tells of is in the mart, or is the duplicate of one that is. A
-- join that multiplies or loses rows breaks it, and so does a month that an incremental build left
-- out. It does not check whose events they are; that ids are unique is a test of the mart's own.
with counted as (

    select
        cast(date_trunc('month', occurred_at) as date) as event_month,
        count(*) as told_events,
        0 as published_events

    from {{ ref('int_activity__source_events') }}
    group by cast(date_trunc('month', occurred_at) as date)

    union all

    select
        cast(date_trunc('month', occurred_at) as date) as event_month,
        0 as told_events,
        count(*) as published_events

    from {{ ref('fct_engagement_events') }}
    group by cast(date_trunc('month', occurred_at) as date)

    union all

    select
        cast(date_trunc('month', occurred_at) as date) as event_month,
        0 as told_events,
        count(*) as published_events

    from {{ ref('int_activity__event_duplicates') }}
    group by cast(date_trunc('month', occurred_at) as date)

)

select
    event_month,
    sum(told_events) as told_events,
    sum(published_events) as published_or_duplicates

from counted
group by event_month
having sum(told_events) <> sum(published_events)
