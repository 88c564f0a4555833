-- Promise: json_keys gives one row for each key of a JSON object, whatever it is called, and none for
-- what is no object, the same on every engine.
with given as (

    {% for what, text in [
        ('two', '{"設問 1": "9", "a.b/*": null}'),
        ('empty', '{}'),
        ('an array', '["a"]'),
        ('broken', '{"a": '),
        ('a text', 'a'),
    ] %}
        select
            {{ text_literal(what) }} as what,
            {{ text_literal(text) }} as given_text
        union all
    {% endfor %}
    select
        'nothing' as what,
        cast(null as string) as given_text

),

found as (

    select
        what,
        {{ json_keys('given_text') }} as found_key

    from given

),

wanted as (

    select
        'two' as what,
        '設問 1' as wanted_key
    union all
    select
        'two' as what,
        'a.b/*' as wanted_key

)

select
    coalesce(found.what, wanted.what) as what,
    found.found_key,
    wanted.wanted_key
from found
full outer join wanted
    on found.what = wanted.what and found.found_key = wanted.wanted_key
where found.what is null or wanted.what is null
