-- Grain: one row per account and date with any points left: the sum over its contacts of role
-- weight and the root of their points (the root stops one super-user from carrying an account), and
-- the negative points.
with dates as (

    select
        date_no,
        day,
        day_no,
        rules_from
    from {{ ref('int_score__dates') }}
    where is_date

),

steps as (

    select
        steps.*,
        {{ numbers_between('steps.first_date_no', 'steps.last_date_no') }} as date_no

    from {{ ref('int_score__decay_steps') }} as steps

),

remaining as (

    select
        steps.account_no,
        steps.contact_no,
        steps.date_no,
        sum(
            steps.points_weight * power(cast(2 as double), -dates.day_no / steps.half_life_days)
        ) as points,
        sum(
            steps.negative_weight * power(cast(2 as double), -dates.day_no / steps.half_life_days)
        ) as negative_points

    from steps
    inner join dates
        on
            steps.date_no = dates.date_no
            and steps.rules_from = dates.rules_from
    group by
        steps.account_no,
        steps.contact_no,
        steps.date_no

),

weighted as (

    select
        remaining.account_no,
        remaining.date_no,
        remaining.negative_points,
        roles.weight * sqrt(greatest(remaining.points, 0)) as weighted_root

    from remaining
    inner join dates
        on remaining.date_no = dates.date_no
    left join {{ ref('int_score__contact_titles') }} as titles
        on
            remaining.contact_no = titles.contact_no
            and remaining.date_no >= titles.first_date_no
            and remaining.date_no <= titles.last_date_no
    inner join {{ ref('int_score__role_rules') }} as roles
        on
            dates.rules_from = roles.rules_from
            and coalesce(titles.role_title, '') = roles.role_title

),

summed as (

    select
        account_no,
        date_no,
        sum(weighted_root) as depth_sum,
        sum(negative_points) as negative_points

    from weighted
    group by
        account_no,
        date_no

)

select
    accounts.account_id,
    summed.date_no,
    summed.depth_sum,
    summed.negative_points

from summed
inner join {{ ref('int_score__account_numbers') }} as accounts
    on summed.account_no = accounts.account_no
