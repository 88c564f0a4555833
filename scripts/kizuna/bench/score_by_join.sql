-- Depth of every account and date as one would write it first: each event joined to every date on
-- which it counts.
with points as (
    select
        events.account_no,
        events.contact_no,
        dates.date_no,
        dates.day,
        dates.rules_from,
        sum(
            events.events * events.points
            * power(
                2.0::double,
                -date_diff('day', events.event_date, dates.day) / events.half_life_days
            )
        ) as points
    from intermediate.int_score__contributions as events
    inner join intermediate.int_score__dates as dates
        on
            events.rules_from = dates.rules_from
            and dates.is_date
            and events.available_on <= dates.day
            and events.counted_until > dates.day
            and events.linked_from <= dates.day
            and events.linked_until > dates.day
    where not events.is_negative
    group by all
)

select
    accounts.account_id,
    points.date_no,
    sum(weights.weight * sqrt(points.points)) as depth_sum
from points
left join intermediate.int_score__role_periods as periods
    on
        points.contact_no = periods.contact_no
        and points.day >= periods.from_date
        and points.day < periods.until_date
inner join intermediate.int_score__role_rules as weights
    on
        points.rules_from = weights.rules_from
        and coalesce(periods.role_title, '') = weights.role_title
inner join intermediate.int_score__account_numbers as accounts
    on points.account_no = accounts.account_no
group by all
