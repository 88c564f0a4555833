-- Grain: one row per record that its tool merged into another one.
{% set columns = [
    'source', 'record_type', 'source_record_id', 'merged_into_id', 'merged_at'
] %}
with exported as (

    {{ union_sources('merge_sources', 'record_merges', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'record_type', 'source_record_id']) }}

)

select
    source,
    record_type,
    source_record_id,
    merged_into_id,
    merged_at,
    first_available_at as available_at

from known
