-- Promise: a window that may meet NULL says where it stands; last, here.
with answers (response_no, score) as (

    values
    (1, 7),
    (2, cast(null as int)),
    (3, 3)

),

ordered as (

    select
        response_no,
        row_number() over (order by score nulls last) as upwards,
        row_number() over (order by score desc nulls last) as downwards,
        last_value(score) over (
            order by score nulls last rows between unbounded preceding and unbounded following
        ) as last_score

    from answers

)

select
    response_no,
    upwards,
    downwards,
    last_score

from ordered
where
    upwards <> case response_no when 3 then 1 when 1 then 2 else 3 end
    or downwards <> case response_no when 1 then 1 when 3 then 2 else 3 end
    or last_score is not null
