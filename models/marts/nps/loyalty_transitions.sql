-- Grain: one row per month and pair of quadrants that an account went between, or stayed in: from
-- the end of the month before to that of the month, of the running month to the as-of date.
with moves as (

    select
        later.account_id,
        later.month,
        earlier.quadrant as from_quadrant,
        later.quadrant as to_quadrant

    from {{ ref('int_feedback__account_quadrants') }} as later
    inner join {{ ref('int_feedback__account_quadrants') }} as earlier
        on
            later.account_id = earlier.account_id
            and {{ add_months('later.month', -1) }} = earlier.month

)

select
    month,
    from_quadrant,
    to_quadrant,
    cast(count(*) as bigint) as accounts

from moves
group by
    month,
    from_quadrant,
    to_quadrant
