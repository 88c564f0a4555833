-- Grain: one row per period of the rules, account, contact, half-life and stretch of dates (date_no
-- from first_date_no to last_date_no) in which nothing was added: the running sum of
-- points * 2 ^ (day / half_life), days counted from the score's epoch. Scaled back by
-- 2 ^ (-day / half_life) it gives the points left on any day, so that no event is ever joined to a
-- date. What stops to count is taken off again.
with counted as (

    select
        rules_from,
        account_id,
        contact_key,
        half_life_days,
        greatest(available_on, linked_from) as from_day,
        least(counted_until, linked_until) as until_day,
        case when is_negative then 0 else 1 end as is_of_score,
        events * points * power(
            cast(2 as double),
            {{ days_from("cast('" ~ var('score_epoch') ~ "' as date)", 'event_date') }}
            / half_life_days
        ) as weight

    from {{ ref('int_score__contributions') }}

),

changes as (

    select
        rules_from,
        account_id,
        contact_key,
        half_life_days,
        from_day as day,
        is_of_score * weight as points_weight,
        (1 - is_of_score) * weight as negative_weight
    from counted
    where from_day < until_day

    union all

    select
        rules_from,
        account_id,
        contact_key,
        half_life_days,
        until_day as day,
        -is_of_score * weight as points_weight,
        -(1 - is_of_score) * weight as negative_weight
    from counted
    where from_day < until_day and until_day < {{ no_day() }}

),

limits as (

    select
        min(day) as first_day,
        max(date_no) as last_date_no
    from {{ ref('int_score__dates') }}

),

added as (

    select
        changes.rules_from,
        changes.account_id,
        changes.contact_key,
        changes.half_life_days,
        dates.date_no,
        sum(changes.points_weight) as points_weight,
        sum(changes.negative_weight) as negative_weight

    from changes
    cross join limits
    inner join {{ ref('int_score__dates') }} as dates
        on greatest(changes.day, limits.first_day) = dates.day
    group by
        changes.rules_from,
        changes.account_id,
        changes.contact_key,
        changes.half_life_days,
        dates.date_no

),

summed as (

    select
        rules_from,
        account_id,
        contact_key,
        half_life_days,
        date_no as first_date_no,
        lead(date_no) over (
            partition by rules_from, account_id, contact_key, half_life_days order by date_no
        ) as next_date_no,
        sum(points_weight) over (
            partition by rules_from, account_id, contact_key, half_life_days
            order by date_no
            rows unbounded preceding
        ) as points_weight,
        sum(negative_weight) over (
            partition by rules_from, account_id, contact_key, half_life_days
            order by date_no
            rows unbounded preceding
        ) as negative_weight

    from added

)

select
    summed.rules_from,
    summed.account_id,
    summed.contact_key,
    summed.half_life_days,
    summed.first_date_no,
    coalesce(summed.next_date_no - 1, limits.last_date_no) as last_date_no,
    summed.points_weight,
    summed.negative_weight

from summed
cross join limits
