-- Grain: one row per contact with points left on the as-of day, from its events of all accounts:
-- contact_score = 100 * (1 - exp(-raw / k)).
with days as (

    select
        events.contact_id,
        events.event_type,
        events.event_date,
        as_of.as_of_date,
        count(*) as events

    from {{ ref('int_activity__engagement_events') }} as events
    inner join {{ ref('int_inputs__as_of') }} as as_of
        on {{ local_date('events.available_at') }} <= as_of.as_of_date
    where not events.is_machine and events.contact_id is not null
    group by
        events.contact_id,
        events.event_type,
        events.event_date,
        as_of.as_of_date

),

remaining as (

    select
        days.contact_id,
        rules.rules_from,
        sum(
            least(days.events, rules.daily_cap) * rules.points * power(
                cast(2 as double),
                -{{ days_from('days.event_date', 'days.as_of_date') }} / rules.half_life_days
            )
        ) as raw_points

    from days
    inner join {{ ref('int_score__event_rules') }} as rules
        on days.event_type = rules.event_type
    inner join {{ ref('int_score__rule_periods') }} as periods
        on
            rules.rules_from = periods.rules_from
            and days.as_of_date >= periods.rules_from
            and days.as_of_date < periods.rules_until
    where not rules.is_negative
    group by
        days.contact_id,
        rules.rules_from

)

select
    remaining.contact_id,
    {{ rounded('remaining.raw_points') }} as raw_points,
    {{ rounded('100 * (1 - exp(-remaining.raw_points / periods.contact_k))') }} as contact_score

from remaining
inner join {{ ref('int_score__rule_periods') }} as periods
    on remaining.rules_from = periods.rules_from
