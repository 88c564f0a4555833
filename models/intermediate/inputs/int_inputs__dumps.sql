-- Grain: one row per full dump (contract or mapping with mode: snapshot). next_loaded_at is when
-- the next dump of the same table came, in which a record must stand to be still there.
with dumps as (

    select
        load_id,
        file as file_name,
        source,
        table_name,
        coalesce(mapping, '') as mapping_name,
        loaded_at

    from {{ source('ops', 'loads') }}
    where mode = 'snapshot'

)

select
    load_id,
    file_name,
    loaded_at,
    lead(loaded_at) over (
        partition by source, table_name, mapping_name
        order by loaded_at, file_name
    ) as next_loaded_at

from dumps
