-- Grain: one row per raw table that something was loaded into. freshness_hours counts to the build
-- and is the only column here that comes from outside the data.
with loads as (

    select
        source,
        table_name,
        count(*) as files,
        max(loaded_at) as last_loaded_at,
        sum(rows_read) as rows_in,
        sum(rows_loaded) as rows_loaded,
        sum(rows_rejected) as rows_rejected

    from {{ source('ops', 'loads') }}
    group by
        source,
        table_name

),

duplicates as (

    {{ duplicate_keys_of_raw_tables() }}

),

vendors as (

    select distinct source
    from loads
    where source <> 'generic'

),

-- Rows of templates name their own source; whatever no vendor's contract names came through them.
events as (

    select
        coalesce(vendors.source, 'generic') as source,
        events.account_id

    from {{ ref('int_activity__engagement_events') }} as events
    left join vendors on events.source = vendors.source

),

linked as (

    select
        source,
        {{ rate('count(account_id)', 'count(*)') }} as linked_share

    from events
    group by source

)

select
    cast(loads.source as string) as source,
    cast(loads.table_name as string) as table_name,
    cast(loads.files as bigint) as files,
    cast(loads.rows_in as bigint) as rows_in,
    cast(loads.rows_loaded as bigint) as rows_loaded,
    cast(loads.rows_rejected as bigint) as rows_rejected,
    cast(coalesce(duplicates.duplicate_keys, 0) as bigint) as duplicate_keys,
    linked.linked_share,
    loads.last_loaded_at,
    cast(
        {{ seconds_between(
            'loads.last_loaded_at',
            "cast('" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' as timestamp)"
        ) }} as double
    ) / 3600 as freshness_hours

from loads
left join duplicates
    on
        loads.source = duplicates.source
        and loads.table_name = duplicates.table_name
left join linked
    on loads.source = linked.source
