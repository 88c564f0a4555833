-- Promise: a 法人番号 is 13 digits with the right check digit, however they are written; anything else
-- is NULL (METRICS 2).
with vectors (written, expected) as (

    values
    ('7123456789012', '7123456789012'),
    ('７-1234-5678-9012', '7123456789012'),
    ('T7123456789012', '7123456789012'),
    ('7123456789012.0', '7123456789012'),
    ('8123456789012', null),
    ('712345678901', null),
    ('0000000000000', null),
    ('unknown', null),
    (null, null)

),

applied as (

    select
        written,
        expected,
        {{ valid_corporate_number('written') }} as found

    from vectors

)

select
    written,
    expected,
    found

from applied
where found is distinct from expected
