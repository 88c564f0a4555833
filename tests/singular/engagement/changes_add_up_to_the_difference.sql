-- Promise: every account with a score on the as-of day and 28 days before has each of the five
-- reasons once, all of these 28 days, and they add up to the difference; other accounts have none.
-- A step that starts from another state than the one before it ended in breaks it. It does not
-- check which reason a point belongs to.
with differences as (

    select
        history.account_id,
        history.as_of_date,
        {{ add_days('history.as_of_date', -28) }} as from_date,
        history.trend_28d as difference

    from {{ ref('account_engagement_history') }} as history
    inner join {{ ref('int_inputs__as_of') }} as as_of
        on history.as_of_date = as_of.as_of_date
    where history.trend_28d is not null

),

changes as (

    select
        account_id,
        as_of_date,
        from_date,
        sum(points) as points,
        count(*) as change_rows,
        count(distinct case
            when
                reason in (
                    'passing_of_time',
                    'late_facts',
                    'new_events',
                    'people_and_identity',
                    'rules'
                )
                then reason
        end) as reasons

    from {{ ref('engagement_score_changes') }}
    group by account_id, as_of_date, from_date

)

select
    differences.account_id,
    changes.account_id as account_of_changes,
    changes.as_of_date,
    changes.from_date,
    differences.difference,
    changes.points,
    changes.change_rows

from differences
full outer join changes
    on
        differences.account_id = changes.account_id
        and differences.as_of_date = changes.as_of_date
        and differences.from_date = changes.from_date
where
    differences.account_id is null
    or changes.account_id is null
    or changes.change_rows <> 5
    or changes.reasons <> 5
    or abs(differences.difference - changes.points) > 1e-9
