-- Promise: json_array_of writes the texts of a group in the order of their places, leaves missing
-- ones out and gives an empty array for nothing, the same on every engine.
with given as (

    select
        'three' as what,
        'c' as text_value,
        3 as place
    union all
    select
        'three' as what,
        'a"b' as text_value,
        1 as place
    union all
    select
        'three' as what,
        cast(null as string) as text_value,
        2 as place
    union all
    select
        'none' as what,
        cast(null as string) as text_value,
        1 as place

),

written as (

    select
        what,
        {{ json_array_of('text_value', 'place') }} as found

    from given
    group by what

)

select
    what,
    found
from written
where
    found <> case what
        when 'three' then {{ text_literal('["a\\"b","c"]') }}
        else '[]'
    end
