-- Promise: a key is the same on every engine; a missing part is none that is empty, and parts
-- cannot run into each other.
with parts (what, first_part, second_part, expected) as (

    values
    ('both', 'a', 'b', 'cc2b8f945e0b702fe6b13209d2f256db'),
    ('the first alone', 'a', cast(null as string), '72dece59da0c4468eb67122f35644a41'),
    ('an empty second', 'a', '', '090e5143d9788dc4a4a276d7357d65f2'),
    ('the second alone', cast(null as string), 'a', 'a2b7afa63c923bda6a4bebfa23b73f45'),
    ('a bar at the end', 'a|', 'b', '6ad8cd061179545b2be61dd28053e445'),
    ('a bar at the beginning', 'a', '|b', '6ad8cd061179545b2be61dd28053e445')

)

select
    what,
    {{ entity_key('part', ['first_part', 'second_part']) }} as found,
    expected

from parts
where {{ entity_key('part', ['first_part', 'second_part']) }} <> expected
