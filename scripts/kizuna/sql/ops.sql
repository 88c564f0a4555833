-- What happened, beside the data: every file that was loaded, every row that did not fit, every dbt
-- run.
create schema if not exists ops;

create table if not exists ops.loads (
    load_id varchar not null,
    loaded_at timestamp not null,
    source varchar not null,
    table_name varchar not null,
    mapping varchar,
    file varchar not null,
    sha256 varchar not null,
    bytes bigint not null,
    rows_read bigint not null,
    rows_loaded bigint not null,
    rows_rejected bigint not null,
    started_at timestamp not null,
    finished_at timestamp not null,
    status varchar not null,
    is_backfill boolean not null,
    ignored_columns varchar not null,
    mode varchar not null,
    settings varchar not null
);

-- Files whose rows lie in their table in order, but have no row number yet.
create table if not exists ops.unnumbered_files (
    relation varchar not null,
    load_id varchar not null,
    file varchar not null,
    first_row bigint not null
);

create table if not exists ops.rejected_rows (
    load_id varchar not null,
    source varchar not null,
    table_name varchar not null,
    file varchar not null,
    row_number bigint not null,
    column_name varchar,
    value varchar,
    reason varchar not null,
    record varchar not null
);

create table if not exists ops.dbt_runs (
    invocation_id varchar not null,
    command varchar not null,
    is_complete boolean not null,
    failed bigint not null,
    warned bigint not null,
    passed bigint not null,
    loads_seen bigint not null,
    marts varchar not null
);
