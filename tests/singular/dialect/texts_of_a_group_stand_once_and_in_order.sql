-- Promise: distinct_texts writes each text of a group once, in the order of their characters,
-- leaves missing ones out and gives NULL for nothing, the same on every engine.
with given as (

    select
        'several' as what,
        'b' as text_value
    union all
    select
        'several' as what,
        'あ' as text_value
    union all
    select
        'several' as what,
        'B' as text_value
    union all
    select
        'several' as what,
        'b' as text_value
    union all
    select
        'several' as what,
        cast(null as string) as text_value
    union all
    select
        'none' as what,
        cast(null as string) as text_value

),

written as (

    select
        what,
        {{ distinct_texts('text_value', ' + ') }} as found

    from given
    group by what

)

select
    what,
    found

from written
where
    (what = 'several' and coalesce(found <> 'B + b + あ', true))
    or (what = 'none' and found is not null)
