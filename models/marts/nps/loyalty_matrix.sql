-- Grain: one row per account: engagement, attitude and behaviour beside each other, never added up.
-- Behaviour is 40 points for being in term, 30 for expansion and 30 for a referral or reference,
-- the latter two in the 12 months to the as-of date. Who never was a customer has none.
with as_of as (

    select
        as_of_date,
        {{ month_start('as_of_date') }} as as_of_month
    from {{ ref('int_inputs__as_of') }}

),

expanded as (

    select distinct movements.account_id
    from {{ ref('fct_mrr_movements') }} as movements
    cross join as_of
    where
        movements.movement = 'expansion'
        and movements.month > {{ add_months('as_of.as_of_month', -12) }}

),

advocates as (

    select distinct events.account_id
    from {{ ref('int_activity__engagement_events') }} as events
    cross join as_of
    where
        events.event_type in ('referral_made', 'case_study_published')
        and not events.is_machine
        and events.account_id is not null
        and events.event_date > {{ add_months('as_of.as_of_date', -12) }}
        and events.event_date <= as_of.as_of_date

),

pointed as (

    select
        accounts.account_id,
        as_of.as_of_date,
        as_of.as_of_month,
        case
            when customers.account_id is not null
                then case when customers.is_customer then 40 else 0 end
        end as in_term_points,
        case
            when customers.account_id is not null
                then case when expanded.account_id is not null then 30 else 0 end
        end as expansion_points,
        case
            when customers.account_id is not null
                then case when advocates.account_id is not null then 30 else 0 end
        end as advocacy_points

    from {{ ref('int_identity__accounts') }} as accounts
    cross join as_of
    left join {{ ref('int_revenue__customers') }} as customers
        on accounts.account_id = customers.account_id
    left join expanded
        on accounts.account_id = expanded.account_id
    left join advocates
        on accounts.account_id = advocates.account_id

)

select
    pointed.account_id,
    quadrants.engagement_score,
    nps.nps_band,
    nps.mean_score as nps_mean_score,
    cast(
        pointed.in_term_points + pointed.expansion_points + pointed.advocacy_points as double
    ) as behavioural_loyalty,
    cast(pointed.in_term_points as bigint) as in_term_points,
    cast(pointed.expansion_points as bigint) as expansion_points,
    cast(pointed.advocacy_points as bigint) as advocacy_points,
    coalesce(quadrants.quadrant, 'unknown') as quadrant,
    earlier.quadrant as previous_quadrant,
    pointed.as_of_date

from pointed
left join {{ ref('account_nps') }} as nps
    on pointed.account_id = nps.account_id
left join {{ ref('int_feedback__account_quadrants') }} as quadrants
    on
        pointed.account_id = quadrants.account_id
        and pointed.as_of_date = quadrants.measured_on
left join {{ ref('int_feedback__account_quadrants') }} as earlier
    on
        pointed.account_id = earlier.account_id
        and {{ add_months('pointed.as_of_month', -1) }} = earlier.month
