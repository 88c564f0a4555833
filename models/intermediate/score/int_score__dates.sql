-- Grain: one row per day from the first on which an account was known to the as-of day. date_no
-- numbers the days for which scores are worked out: week ends, month ends and the as-of day, which
-- are published, and the days 28 days before them. Another day has the number of the next one.
with limits as (

    select
        (select min(first_known_on) from {{ ref('int_score__account_periods') }}) as first_day,
        (select as_of_date from {{ ref('int_inputs__as_of') }}) as as_of_date

),

days as (

    select
        {{ days_between('first_day', 'as_of_date') }} as day,
        as_of_date

    from limits

),

marked as (

    select
        day,
        as_of_date,
        {{ add_days('day', 28) }} as day_of_trend,
        day = {{ add_days(week_start('day'), 6) }} as is_week_end,
        day = {{ month_end('day') }} or day = as_of_date as is_other_end

    from days

),

chosen as (

    select
        marked.*,
        is_week_end or is_other_end as is_published,
        is_week_end
        or is_other_end
        or day_of_trend = as_of_date
        or (day_of_trend < as_of_date and day_of_trend = {{ month_end('day_of_trend') }})
            as is_date

    from marked

)

select
    chosen.day,
    {{ days_from("cast('" ~ var('score_epoch') ~ "' as date)", 'chosen.day') }} as day_no,
    chosen.is_week_end,
    chosen.is_published,
    chosen.is_date,
    count(case when chosen.is_date then 1 end) over (order by chosen.day)
    + case when chosen.is_date then 0 else 1 end as date_no,
    rules.rules_from

from chosen
inner join {{ ref('int_score__rule_periods') }} as rules
    on
        chosen.day >= rules.rules_from
        and chosen.day < rules.rules_until
