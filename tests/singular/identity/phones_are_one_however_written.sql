-- Promise: one phone number is one text, however it is written; what is none is NULL.
with vectors (written, expected) as (

    values
    ('03-1234-5678', '+81312345678'),
    ('０３（１２３４）５６７８', '+81312345678'),
    ('+81 (0)3 1234 5678', '+81312345678'),
    ('03 1234 5678 内線 12', '+81312345678'),
    ('090ー1234ー5678', '+819012345678'),
    ('0120-123-456', '+81120123456'),
    ('+1 (212) 555-0100', '+12125550100'),
    ('1234-5678', null),
    ('000-0000-0000', null),
    (null, null)

),

applied as (

    select
        written,
        expected,
        {{ normalised_phone('written') }} as found

    from vectors

)

select
    written,
    expected,
    found

from applied
where found is distinct from expected
