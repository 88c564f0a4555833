-- Promise: every score from 0 on has one rank: the bands begin at 0, each at the end of the one
-- below it, and the highest has no end.
with bands as (

    select
        rank,
        score_from,
        score_below,
        lag(score_below) over (order by score_from) as below_before,
        lead(score_from) over (order by score_from) as from_next

    from {{ ref('rank_bands') }}

)

select
    rank,
    score_from,
    score_below

from bands
where
    score_from <> coalesce(below_before, 0)
    or coalesce(score_below, -1) <> coalesce(from_next, -1)
