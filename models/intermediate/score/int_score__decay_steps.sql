-- Grain: one row per period of the rules, account, contact, half-life and stretch of dates (date_no
-- from first_date_no to last_date_no) in which nothing was added: the running sum of
-- points * 2 ^ (day / half_life), days counted from the score's epoch. Scaled back by
-- 2 ^ (-day / half_life) it gives the points left on any day, so that no event is ever joined to a
-- date. What stops to count is taken off again; where nothing is left, exactly nothing is.
{% set keys = ['rules_from', 'account_no', 'contact_no', 'half_life_days'] %}
with limits as (

    select
        min(day) as first_day,
        max(date_no) as last_date_no
    from {{ ref('int_score__dates') }}

),

counted as (

    select
        events.{{ keys | join(',\n        events.') }},
        greatest(events.available_on, events.linked_from, limits.first_day) as from_day,
        greatest(least(events.counted_until, events.linked_until), limits.first_day) as until_day,
        events.events,
        events.is_negative,
        events.events * events.points * power(
            cast(2 as double),
            {{ days_from("cast('" ~ var('score_epoch') ~ "' as date)", 'events.event_date') }}
            / events.half_life_days
        ) as weight

    from {{ ref('int_score__contributions') }} as events
    cross join limits

),

changes as (

    select
        counted.{{ keys | join(',\n        counted.') }},
        dates.date_no,
        counted.events,
        case when counted.is_negative then 0 else counted.weight end as points_weight,
        case when counted.is_negative then counted.weight else 0 end as negative_weight

    from counted
    inner join {{ ref('int_score__dates') }} as dates
        on counted.from_day = dates.day
    where counted.from_day < counted.until_day

    union all

    select
        counted.{{ keys | join(',\n        counted.') }},
        dates.date_no,
        -counted.events as events,
        case when counted.is_negative then 0 else -counted.weight end as points_weight,
        case when counted.is_negative then -counted.weight else 0 end as negative_weight

    from counted
    inner join {{ ref('int_score__dates') }} as dates
        on counted.until_day = dates.day
    where counted.from_day < counted.until_day and counted.until_day < {{ no_day() }}

),

added as (

    select
        {{ keys | join(',\n        ') }},
        date_no,
        sum(events) as events,
        sum(points_weight) as points_weight,
        sum(negative_weight) as negative_weight

    from changes
    group by
        {{ keys | join(',\n        ') }},
        date_no

),

summed as (

    select
        {{ keys | join(',\n        ') }},
        date_no as first_date_no,
        lead(date_no) over (partition by {{ keys | join(', ') }} order by date_no) as next_date_no,
        sum(events) over (
            partition by {{ keys | join(', ') }}
            order by date_no
            rows unbounded preceding
        ) as events,
        sum(points_weight) over (
            partition by {{ keys | join(', ') }}
            order by date_no
            rows unbounded preceding
        ) as points_weight,
        sum(negative_weight) over (
            partition by {{ keys | join(', ') }}
            order by date_no
            rows unbounded preceding
        ) as negative_weight

    from added

)

select
    summed.{{ keys | join(',\n    summed.') }},
    summed.first_date_no,
    coalesce(summed.next_date_no - 1, limits.last_date_no) as last_date_no,
    case when summed.events = 0 then 0 else summed.points_weight end as points_weight,
    case when summed.events = 0 then 0 else summed.negative_weight end as negative_weight

from summed
cross join limits
