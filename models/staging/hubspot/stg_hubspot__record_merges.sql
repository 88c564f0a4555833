-- Grain: one row per record that was merged into another, and exported row that tells so. A record
-- that stayed lists those that vanished, up to a hundred of them: the id, or the id, a colon and
-- milliseconds since 1970. Where no time is told, the merge was known with the load.
{% set lists = [
    ('contact', 'base_hubspot__contact', 'contact_id'),
    ('contact', 'base_hubspot__contact_export', 'contact_id'),
    ('account', 'base_hubspot__company', 'company_id'),
    ('opportunity', 'base_hubspot__deal', 'deal_id'),
    ('opportunity', 'base_hubspot__deal_export', 'deal_id'),
    ('ticket', 'base_hubspot__ticket', 'ticket_id'),
    ('ticket', 'base_hubspot__ticket_export', 'ticket_id')
] %}
with digits as (

    {% for digit in range(10) %}
        {{ 'union all' if not loop.first }}
        select {{ digit }} as digit
    {% endfor %}

),

places as (

    select cast(tens.digit * 10 + ones.digit + 1 as integer) as place
    from digits as tens
    cross join digits as ones

),

lists as (

    {% for record_type, base, record_id in lists %}
        {{ 'union all' if not loop.first }}
        select
            '{{ record_type }}' as record_type,
            {{ record_id }} as merged_into_id,
            merged_ids,
            {{ lineage_columns() | join(',\n            ') }}
        from {{ ref(base) }}
        where merged_ids is not null
    {% endfor %}

),

parts as (

    select
        lists.*,
        trim(split_part(lists.merged_ids, ';', places.place)) as part

    from lists
    cross join places
    where
        places.place
        <= length(lists.merged_ids) - length(replace(lists.merged_ids, ';', '')) + 1

),

vanished as (

    select
        record_type,
        split_part(part, ':', 1) as source_record_id,
        merged_into_id,
        case
            when length(split_part(part, ':', 2)) = 13
                then
                    {{ add_seconds(
                        "cast('1970-01-01 00:00:00' as timestamp)",
                        "cast(split_part(part, ':', 2) as bigint) / 1000"
                    ) }}
        end as merged_at,
        {{ lineage_columns() | join(',\n        ') }}
    from parts
    where part <> ''

    union all

    select
        'contact' as record_type,
        merged_contact_id as source_record_id,
        contact_id as merged_into_id,
        merged_at,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref('base_hubspot__contact_merge_audit') }}

    union all

    select
        'opportunity' as record_type,
        merged_deal_id as source_record_id,
        deal_id as merged_into_id,
        cast(null as timestamp) as merged_at,
        {{ lineage_columns() | join(',\n        ') }}
    from {{ ref('base_hubspot__merged_deal') }}

)

select
    'hubspot' as source,
    record_type,
    source_record_id,
    merged_into_id,
    coalesce(merged_at, loaded_at) as merged_at,
    {{ lineage_columns() | join(',\n    ') }}

from vanished
