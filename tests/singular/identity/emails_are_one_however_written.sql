-- Promise: one address is one text, however it is written, and what is no address is NULL. Tags and
-- dots make another address.
with vectors (written, expected) as (

    values
    ('  Taro.Yamada+News@Example.JP ', 'taro.yamada+news@example.jp'),
    ('ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ', 'taro@example.jp'),
    ('　taro@example.jp　', 'taro@example.jp'),
    ('taro@', null),
    ('山田太郎', null),
    (null, null)

),

applied as (

    select
        written,
        expected,
        {{ normalised_email('written') }} as found

    from vectors

)

select
    written,
    expected,
    found

from applied
where found is distinct from expected
