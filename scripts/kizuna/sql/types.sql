-- How text becomes a value of a declared type. Every macro gives NULL for what does not fit; the loader
-- rejects the row if there was text. Public so that a mapping's author can try them in any DuckDB shell.

-- Text without the blanks around it (full-width and no-break ones too); empty text is no value.
create or replace temp macro kz_text(v) as
    nullif(trim(v, chr(9) || chr(10) || chr(13) || chr(32) || chr(160) || chr(12288) || chr(65279)), '');

-- Digits and signs in half width: １，２３４ -> 1,234, ▲ and △ as Japanese accounting writes a minus.
create or replace temp macro kz_half_width(v) as
    translate(v, '０１２３４５６７８９．，－−＋％￥：／　▲△', '0123456789.,--+%¥:/ --');

-- A number as people write it, reduced to digits, sign and point; NULL where it is none.
create or replace temp macro kz_number(v) as
    case
        when regexp_full_match(
            kz_half_width(v), '[+-]?\s*[¥\\$]?\s*[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+-]?\d{1,3})?\s*円?'
        ) and regexp_matches(kz_half_width(v), '\d')
            then regexp_replace(kz_half_width(v), '[¥\\$,円\s]', '', 'g')
    end;

create or replace temp macro kz_bigint(v) as
    case
        when regexp_full_match(kz_number(v), '[+-]?\d+(\.0*)?')
            then try_cast(split_part(kz_number(v), '.', 1) as bigint)
    end;

create or replace temp macro kz_to_decimal_18_2(v) as try_cast(kz_number(v) as decimal(18, 2));

create or replace temp macro kz_to_decimal_18_4(v) as try_cast(kz_number(v) as decimal(18, 4));

create or replace temp macro kz_double(v) as
    case
        when right(kz_half_width(v), 1) = '%'
            then try_cast(kz_number(rtrim(rtrim(kz_half_width(v), '%'))) as double) / 100
        else try_cast(kz_number(v) as double)
    end;

create or replace temp macro kz_boolean(v) as
    case
        when lower(v) in ('true', 't', 'yes', 'y', '1', 'on', 'はい', '有', '有効', '済', '○', '◯', '✓')
            then true
        when lower(v) in ('false', 'f', 'no', 'n', '0', 'off', 'いいえ', '無', '無効', '未', '×', '✕')
            then false
    end;

-- Year first is never ambiguous; anything else must be one of the contract's formats.
create or replace temp macro kz_year_first(v) as
    coalesce(
        case
            when regexp_full_match(v, '\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?')
                then coalesce(
                    try_cast(replace(v, 'T', ' ') as timestamp),
                    try_strptime(replace(v, 'T', ' '), ['%Y-%m-%d %H:%M', '%Y/%m/%d %H:%M'])
                )
        end,
        try_strptime(v, ['%Y年%m月%d日', '%Y年%m月%d日 %H:%M', '%Y年%m月%d日 %H:%M:%S', '%Y%m%d'])
    );

create or replace temp macro kz_local(v, formats) as
    coalesce(try_strptime(v, formats), kz_year_first(v));

create or replace temp macro kz_offset_text(v) as
    regexp_extract(v, '\d:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$', 1);

create or replace temp macro kz_offset_minutes(o) as
    case
        when o in ('Z', 'UTC', 'GMT') then 0
        else
            (case when left(o, 1) = '-' then -1 else 1 end)
            * (
                cast(substr(o, 2, 2) as integer) * 60
                + coalesce(try_cast(right(replace(substr(o, 4), ':', ''), 2) as integer), 0)
            )
    end;

-- UTC. A time that names its offset is taken at its word; any other is local time of the zone.
create or replace temp macro kz_timestamp(v, zone, formats) as
    case
        when kz_offset_text(v) = '' then timezone('UTC', timezone(zone, kz_local(v, formats)))
        else
            kz_local(trim(left(v, length(v) - length(kz_offset_text(v)))), formats)
            - to_minutes(kz_offset_minutes(kz_offset_text(v)))
    end;

create or replace temp macro kz_date(v, formats) as cast(kz_local(v, formats) as date);
