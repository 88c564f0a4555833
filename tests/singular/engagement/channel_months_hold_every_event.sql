-- Promise: the channels of an account and month together have every event of it, each once,
-- machines and our own sends as often as they are there. A join that multiplies or loses rows, or
-- a month that is not the local one, breaks it. It does not check points, and not the split into
-- channels.
with counted as (

    select
        events.account_id,
        dates.month,
        count(*) as events,
        count(case when not events.is_machine then 1 end) as human_events,
        count(case when events.direction = 'outbound' then 1 end) as outbound_events

    from {{ ref('fct_engagement_events') }} as events
    left join {{ ref('dim_dates') }} as dates
        on events.event_date = dates.date
    where events.account_id is not null
    group by events.account_id, dates.month

),

summed as (

    select
        account_id,
        month,
        sum(events) as events,
        sum(human_events) as human_events,
        sum(outbound_events) as outbound_events

    from {{ ref('account_channel_monthly') }}
    group by account_id, month

)

select
    coalesce(counted.account_id, summed.account_id) as account_id,
    coalesce(counted.month, summed.month) as month,
    counted.events,
    summed.events as published_events,
    counted.human_events,
    summed.human_events as published_human_events,
    counted.outbound_events,
    summed.outbound_events as published_outbound_events

from counted
full outer join summed
    on counted.account_id = summed.account_id and counted.month = summed.month
where
    coalesce(counted.events, 0) <> coalesce(summed.events, 0)
    or coalesce(counted.human_events, 0) <> coalesce(summed.human_events, 0)
    or coalesce(counted.outbound_events, 0) <> coalesce(summed.outbound_events, 0)
