-- Promise: the spellings of one company's name are one text (METRICS 2), and names that differ in
-- more than spelling are not. It does not say that equal names are one company.
with vectors (written, expected) as (

    values
    ('株式会社青葉システム', '青葉システム'),
    ('（株）青葉ｼｽﾃﾑ', '青葉システム'),
    ('青葉・システム㍿', '青葉システム'),
    ('青葉システム　株式會社', '青葉システム'),
    ('カ）アオバシステム', 'アオバシステム'),
    ('有限会社髙橋工務店', '高橋工務店'),
    ('山嵜合同会社', '山崎'),
    ('一般社団法人日本検査協会', '日本検査協会'),
    ('Aoba Systems Co., Ltd.', 'aobasystems'),
    ('K.K. Aoba-Systems', 'aobasystems'),
    ('Aoba Systems GmbH & Co. KG', 'aobasystems'),
    ('AS ONE Corporation', 'asone'),
    ('Cisco Systems, Inc.', 'ciscosystems'),
    ('コーヒー－豆・専門店', 'コーヒー豆専門店'),
    ('斉藤商店', '斉藤商店'),
    ('㈱', '(株)'),
    ('Co., Ltd.', 'co., ltd.'),
    (null, null)

),

applied as (

    select
        written,
        expected,
        {{ normalised_company_name('written') }} as found

    from vectors

)

select
    written,
    expected,
    found

from applied
where found is distinct from expected
