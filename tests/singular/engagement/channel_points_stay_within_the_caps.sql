-- Promise: over all accounts of a month, no channel has more points than its contacts' events
-- within the daily caps are worth, and an account without people's events has none. Counting a
-- contact's day once per account, or a machine, breaks it. It does not check to which account the
-- points of a contact with two on one day go.
with as_of as (

    select as_of_date from {{ ref('int_inputs__as_of') }}

),

valid_rules as (

    select
        rules.event_type,
        rules.points,
        rules.daily_cap

    from {{ ref('scoring_rules') }} as rules
    cross join as_of
    where
        rules.valid_from <= as_of.as_of_date
        and not exists (
            select 1
            from {{ ref('scoring_rules') }} as later
            where
                later.event_type = rules.event_type
                and later.valid_from > rules.valid_from
                and later.valid_from <= as_of.as_of_date
        )

),

contact_days as (

    select
        coalesce(contact_id, account_id) as person,
        event_date,
        channel,
        event_type,
        count(*) as events

    from {{ ref('fct_engagement_events') }}
    where not is_machine and valence >= 0 and coalesce(contact_id, account_id) is not null
    group by coalesce(contact_id, account_id), event_date, channel, event_type

),

worth as (

    select
        dates.month,
        contact_days.channel,
        sum(least(contact_days.events, valid_rules.daily_cap) * valid_rules.points) as points

    from contact_days
    inner join valid_rules on contact_days.event_type = valid_rules.event_type
    inner join {{ ref('dim_dates') }} as dates on contact_days.event_date = dates.date
    group by dates.month, contact_days.channel

),

published as (

    select
        month,
        channel,
        sum(points) as points,
        sum(case when human_events = outbound_events then points else 0 end) as points_of_nobody

    from {{ ref('account_channel_monthly') }}
    group by month, channel

)

select
    published.month,
    published.channel,
    published.points,
    worth.points as worth_at_most,
    published.points_of_nobody

from published
left join worth
    on published.month = worth.month and published.channel = worth.channel
where
    published.points > coalesce(worth.points, 0) + 1e-6
    or published.points_of_nobody <> 0
