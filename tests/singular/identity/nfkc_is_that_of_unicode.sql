-- Promise: NFKC in SQL gives what Unicode says, on every engine. One text of each kind; the whole
-- repertoire is held against Python elsewhere.
with vectors (written, expected) as (

    values
    ('㈱ｶﾈｺ製作所　第１２工場', '(株)カネコ製作所 第12工場'),
    ('㍿青葉', '株式会社青葉'),
    ('ﾊﾟｰﾂｾﾝﾀｰ ｳﾞｨ', 'パーツセンター ヴィ'),
    ('①㋐Ⅷ№㌔㎡½ﬁ', '1アVIIINoキロm21⁄2fi'),
    ('Café ~ plain', 'Café ~ plain'),
    ('﨑‐－～', '﨑‐-~'),
    ('', ''),
    (null, null)

),

applied as (

    select
        written,
        expected,
        {{ nfkc('written') }} as found

    from vectors

)

select
    written,
    expected,
    found

from applied
where found is distinct from expected
