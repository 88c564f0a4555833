-- Grain: one row per account, local month and channel in which the account has an event. events
-- counts everything, what we sent and machines too; points are those of the events' own day, before
-- any decay, by the rules valid at the as-of date, so that they add up to no score. Events without
-- an account are left out, but take their places under the daily cap.
with rules as (

    select
        rules.event_type,
        rules.points,
        rules.daily_cap,
        row_number() over (
            partition by rules.event_type
            order by rules.valid_from desc
        ) as version_rank

    from {{ ref('scoring_rules') }} as rules
    cross join {{ ref('int_inputs__as_of') }} as as_of
    where rules.valid_from <= as_of.as_of_date

),

events as (

    select
        event_id,
        account_id,
        coalesce(contact_id, '(unknown)') as contact_id,
        {{ month_start('event_date') }} as month,
        event_date,
        occurred_at,
        channel,
        event_type,
        direction,
        depth,
        valence,
        is_machine

    from {{ ref('fct_engagement_events') }}

),

-- Whom nobody knows is one person per account.
scored as (

    select
        events.account_id,
        events.month,
        events.channel,
        rules.points,
        rules.daily_cap,
        row_number() over (
            partition by
                events.contact_id,
                case when events.contact_id = '(unknown)' then events.account_id end,
                events.event_type,
                events.event_date
            order by events.occurred_at, events.event_id
        ) as daily_number

    from events
    inner join rules
        on events.event_type = rules.event_type and rules.version_rank = 1
    where not events.is_machine and events.valence >= 0

),

monthly_points as (

    select
        account_id,
        month,
        channel,
        sum(points) as points

    from scored
    where daily_number <= daily_cap and account_id is not null
    group by account_id, month, channel

),

monthly_events as (

    select
        account_id,
        month,
        channel,
        count(*) as events,
        count(case when not is_machine then 1 end) as human_events,
        count(case when direction = 'outbound' then 1 end) as outbound_events,
        count(distinct case when depth >= 2 and not is_machine then contact_id end)
            as engaged_contacts

    from events
    where account_id is not null
    group by account_id, month, channel

)

select
    monthly_events.account_id,
    monthly_events.month,
    monthly_events.channel,
    cast(monthly_events.events as bigint) as events,
    cast(monthly_events.human_events as bigint) as human_events,
    cast(monthly_events.outbound_events as bigint) as outbound_events,
    cast(monthly_events.engaged_contacts as bigint) as engaged_contacts,
    {{ rounded('coalesce(monthly_points.points, 0)') }} as points

from monthly_events
left join monthly_points
    on
        monthly_events.account_id = monthly_points.account_id
        and monthly_events.month = monthly_points.month
        and monthly_events.channel = monthly_points.channel
