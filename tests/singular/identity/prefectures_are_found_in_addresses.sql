-- Promise: an address or a region tells its prefecture, in Japanese and in Latin letters; where it
-- could be another one, it tells nothing.
with vectors (written, expected) as (

    values
    ('東京都府中市1-2-3', '東京都'),
    ('〒604-0005 京都府京都市', '京都府'),
    ('大阪', '大阪府'),
    ('横浜市西区', '神奈川県'),
    ('Ｔｏｋｙｏ', '東京都'),
    ('1-1 Marunouchi, Chiyoda-ku, Tokyo 100-0005, Japan', '東京都'),
    ('Fukushima-ku, Osaka', '大阪府'),
    ('中央区銀座', null),
    ('California', null),
    (null, null)

),

applied as (

    select
        written,
        expected,
        {{ prefecture_of('written') }} as found

    from vectors

)

select
    written,
    expected,
    found

from applied
where found is distinct from expected
