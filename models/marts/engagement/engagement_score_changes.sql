-- Grain: one row per account that has a score now and had one 28 days ago, and reason for the
-- difference. The reasons add up to it; those that changed nothing are 0.
with steps as (

    select
        account_id,
        step_no,
        reason,
        as_of_date,
        from_date,
        score - lag(score) over (partition by account_id order by step_no) as points

    from {{ ref('int_score__state_scores') }}

)

select
    account_id,
    reason,
    as_of_date,
    from_date,
    {{ rounded('points') }} as points

from steps
where step_no > 0
