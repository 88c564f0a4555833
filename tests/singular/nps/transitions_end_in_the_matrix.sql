-- Promise: the transitions of the as-of month are those of loyalty_matrix, added up over its
-- accounts.
with last_month as (

    select max(month) as month
    from {{ ref('loyalty_transitions') }}

),

told as (

    select
        transitions.from_quadrant,
        transitions.to_quadrant,
        transitions.accounts

    from {{ ref('loyalty_transitions') }} as transitions
    inner join last_month
        on transitions.month = last_month.month

),

counted as (

    select
        previous_quadrant as from_quadrant,
        quadrant as to_quadrant,
        count(*) as accounts

    from {{ ref('loyalty_matrix') }}
    where previous_quadrant is not null
    group by
        previous_quadrant,
        quadrant

)

select
    coalesce(told.from_quadrant, counted.from_quadrant) as from_quadrant,
    coalesce(told.to_quadrant, counted.to_quadrant) as to_quadrant,
    told.accounts,
    counted.accounts as accounts_of_matrix

from told
full outer join counted
    on
        told.from_quadrant = counted.from_quadrant
        and told.to_quadrant = counted.to_quadrant
where coalesce(told.accounts, 0) <> coalesce(counted.accounts, 0)
