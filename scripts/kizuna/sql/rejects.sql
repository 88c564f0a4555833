-- The rows of a file that are not loaded: values that do not fit, and lines that are no records.
create or replace temp table kz_rejects as
with misfits as (

    select
        _row as row_number,
        _bad_column as column_name,
        _bad_value as value,
        _reason as reason,
        _record as record

    from kz_typed
    where _reason is not null

),

broken_lines as (

    select
        line as row_number,
        first(cast(error_type as varchar)) as error_type,
        first(csv_line) as record

    from kz_csv_errors
    group by line

)

select
    row_number,
    column_name,
    value,
    reason,
    record

from misfits

union all

select
    row_number,
    null as column_name,
    null as value,
    'is no record: ' || case error_type
        when 'MISSING COLUMNS' then 'it has fewer cells than the header'
        when 'TOO MANY COLUMNS' then 'it has more cells than the header'
        when 'UNQUOTED VALUE' then 'a quote is not closed, or text stands outside of it'
        when 'LINE SIZE OVER MAXIMUM' then 'it is longer than 2 MB'
        else lower(error_type)
    end as reason,
    coalesce(record, '') as record

from broken_lines;
