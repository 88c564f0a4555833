-- What was loaded, table by table.
select
    source,
    table_name,
    files,
    rows_in,
    rows_loaded,
    rows_rejected,
    duplicate_keys,
    linked_share,
    last_loaded_at,
    freshness_hours

from marts.data_quality
order by source, table_name
