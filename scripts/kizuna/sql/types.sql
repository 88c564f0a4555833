-- How text becomes a value of a declared type. Every macro gives NULL for what does not fit; the
-- loader rejects the row if there was text. Public so that a mapping's author can try them in any
-- DuckDB shell.

-- Text without the blanks around it (full-width and no-break ones too); empty text is no value.
create or replace temp macro kz_text(v) as (
    nullif(
        trim(v, chr(9) || chr(10) || chr(13) || chr(32) || chr(160) || chr(12288) || chr(65279)),
        ''
    )
);

-- Letters, digits and signs in half width: １，２３４ -> 1,234, ▲ and △ as Japanese accounting writes
-- a minus.
create or replace temp macro kz_half_width(v) as (
    translate(
        v,
        '０１２３４５６７８９．，－−＋％￥：／　' || chr(160) || chr(8239) || '▲△（）'
        || 'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
        || 'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＿',
        '0123456789.,--+%¥:/   --()'
        || 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        || 'abcdefghijklmnopqrstuvwxyz_'
    )
);

-- What the fast way tries first: SQL has try_cast, expressions of the Python client have not.
create or replace temp macro kz_try_bigint(v) as try_cast(v as bigint);
create or replace temp macro kz_try_timestamp(v) as try_cast(v as timestamp);

-- A number as people write it (half width), reduced to digits, sign and point; NULL where it is
-- none. A percentage keeps its sign %.
create or replace temp macro kz_number(h) as (
    case
        when
            regexp_full_match(
                h,
                '[+-]?\s*[¥\\$]?\s*[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+|\.)?'
                || '([eE][+-]?\d{1,3})?\s*[円%]?'
            )
            and regexp_matches(h, '\d')
            then regexp_replace(h, '[¥\\$,円\s]', '', 'g')
    end
);

-- A number with an exponent written out: exports of large amounts say 1.0E7.
create or replace temp macro kz_plain(n) as (
    case
        when regexp_full_match(n, '[+-]?\d*(\.\d*)?[eE]\+?\d{1,2}')
            then rtrim(rtrim(cast(try_cast(n as decimal(38, 10)) as varchar), '0'), '.')
        else n
    end
);

-- The types of numbers, over the result of kz_number.
create or replace temp macro kz_to_bigint(n) as (
    case
        when regexp_full_match(n, '[+-]?\d+(\.0{0,2})?')
            then try_cast(split_part(n, '.', 1) as bigint)
    end
);

-- Exact: more decimals than the type holds do not fit.
create or replace temp macro kz_to_decimal_18_2(n) as (
    case
        when regexp_full_match(n, '[+-]?\d*(\.\d{0,2}0*)?') then try_cast(n as decimal(18, 2))
    end
);

create or replace temp macro kz_to_decimal_18_4(n) as (
    case
        when regexp_full_match(n, '[+-]?\d*(\.\d{0,4}0*)?') then try_cast(n as decimal(18, 4))
    end
);

create or replace temp macro kz_to_double(n) as (
    case
        when right(n, 1) = '%' then try_cast(rtrim(n, '%') as double) / 100
        when isfinite(try_cast(n as double)) then try_cast(n as double)
    end
);

create or replace temp macro kz_to_boolean(v) as (
    case
        when
            lower(v) in (
                'true', 't', 'yes', 'y', '1', 'on', 'はい', '有', '有効', '済', '○', '◯', '〇', '✓'
            )
            then true
        when lower(v) in ('false', 'f', 'no', 'n', '0', 'off', 'いいえ', '無', '無効', '未', '×', '✕')
            then false
    end
);

-- Local time as written (half width). Year first is never ambiguous; anything else must be one of
-- the contract's formats. A year before 1900 is a typing mistake or two digits read as four.
create or replace temp macro kz_local_unchecked(h, formats) as (
    coalesce(
        try_strptime(h, formats),
        case
            when
                regexp_full_match(
                    h,
                    '\d{4}[-/]\d{1,2}[-/]\d{1,2}((T| +)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?'
                )
                then
                    coalesce(
                        try_cast(replace(h, 'T', ' ') as timestamp),
                        try_strptime(replace(h, 'T', ' '), ['%Y-%m-%d %H:%M', '%Y/%m/%d %H:%M'])
                    )
        end,
        try_strptime(
            h,
            [
                '%Y年%m月%d日', '%Y年%m月%d日 %H:%M', '%Y年%m月%d日 %H:%M:%S',
                '%Y年%m月%d日%H:%M', '%Y年%m月%d日 %H時%M分', '%Y年%m月%d日%H時%M分'
            ]
        ),
        case when regexp_full_match(h, '\d{8}') then try_strptime(h, '%Y%m%d') end
    )
);

create or replace temp macro kz_local(h, formats) as (
    case
        when regexp_matches(h, '\d') and year(kz_local_unchecked(h, formats)) between 1900 and 9999
            then kz_local_unchecked(h, formats)
    end
);

-- A day of a Japanese era in years of our calendar (令和8年4月1日, R8.4.1, 平成元年1月8日), without
-- the day of the week that Excel puts behind a day.
create or replace temp macro kz_era(h) as (
    case
        when regexp_matches(h, '^(令和|平成|昭和|大正|R|H|S|T)\s?(元|0?[1-9]|[1-9]\d)[年./-]\s?\d')
            then
                concat(
                    coalesce(
                        try_cast(regexp_extract(h, '^\D+(\d{1,2})[年./-]', 1) as integer), 1
                    )
                    + case left(h, 1)
                        when '令' then 2018 when 'R' then 2018
                        when '平' then 1988 when 'H' then 1988
                        when '昭' then 1925 when 'S' then 1925
                        else 1911
                    end,
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(h, '^\D+?(元|\d{1,2})([年./-])\s?', '\2'),
                            '^[./](\d{1,2})[./](\d{1,2})', '-\1-\2'
                        ),
                        '\s?\([日月火水木金土]\)', ''
                    )
                )
        -- A clock of twelve hours, as Google writes it in Japanese: 2026/04/01 9:05:13 午前 GMT+9.
        when contains(h, '午')
            then
                regexp_replace(h, '\s*(午前|午後)?\s*\d{1,2}:.*$', '')
                || ' '
                || lpad(
                    cast(
                        try_cast(regexp_extract(h, '(\d{1,2}):\d{2}', 1) as integer) % 12
                        + case when contains(h, '午後') then 12 else 0 end
                        as varchar
                    ),
                    2,
                    '0'
                )
                || regexp_extract(h, '\d{1,2}(:\d{2}(:\d{2})?)', 1)
                || case regexp_extract(h, 'GMT([+-]\d{1,2})$', 1)
                    when '' then ''
                    else
                        left(regexp_extract(h, 'GMT([+-]\d{1,2})$', 1), 1)
                        || lpad(regexp_extract(h, 'GMT[+-](\d{1,2})$', 1), 2, '0')
                end
        when contains(h, '(') then regexp_replace(h, '\s?\([日月火水木金土]\)', '')
        else h
    end
);

-- The local day of a time: as written, or of the moment where it names its offset.
create or replace temp macro kz_day(l, o, u, zone) as (
    case
        when o = '' then cast(l as date)
        else cast(timezone(zone, timezone('UTC', u)) as date)
    end
);

-- A whole number of units since 1970, as a UTC time.
create or replace temp macro kz_epoch(h, unit) as (
    case
        when regexp_full_match(h, '\d{9,16}')
            then
                make_timestamp(
                    try_cast(h as bigint)
                    * case unit
                        when 'seconds' then 1000000 when 'milliseconds' then 1000 else 1
                    end
                )
    end
);

-- The offset at the end of a time (Z, UTC, +09:00, +0900, +09), empty where there is none.
create or replace temp macro kz_offset_text(h) as (
    regexp_extract(h, '\d:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$', 1)
);

create or replace temp macro kz_without_offset(h, o) as trim(left(h, length(h) - length(o)));

-- UTC. A time that names its offset is taken at its word; any other is local time of the zone.
create or replace temp macro kz_utc(l, o, zone) as (
    case
        when o = '' then timezone('UTC', timezone(zone, l))
        when o in ('Z', 'UTC', 'GMT') then l
        when cast(substr(o, 2, 2) as integer) <= 14
            then
                l
                - to_minutes(
                    (case when left(o, 1) = '-' then -1 else 1 end)
                    * (
                        cast(substr(o, 2, 2) as integer) * 60
                        + coalesce(
                            try_cast(right(replace(substr(o, 4), ':', ''), 2) as integer), 0
                        )
                    )
                )
    end
);
