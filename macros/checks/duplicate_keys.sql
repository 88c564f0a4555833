{# Per raw table the keys that stand twice in one file: a select of source, table_name and
   duplicate_keys. Across files a key comes again with every export, which is no fault. The raw
   tables and their keys are those of the contracts, as far as the warehouse has them when the
   model runs. #}
{% macro duplicate_keys_of_raw_tables() -%}
    {%- set tables = [] -%}
    {%- if execute -%}
        {%- for table in graph.get('sources', {}).values() | sort(attribute='unique_id') -%}
            {%- set relation = api.Relation.create(table.database, table.schema, table.identifier) -%}
            {%- if table.config.meta.get('key') and load_relation(relation) -%}
                {%- do tables.append(table) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for table in tables %}
        {%- set keys = table.config.meta['key'] %}
    select
        '{{ table.source_name }}' as source,
        '{{ table.name }}' as table_name,
        count(*) as duplicate_keys
    from (
        select 1 as one
        from {{ api.Relation.create(table.database, table.schema, table.identifier) }}
        where {{ keys | join(' is not null and ') }} is not null
        group by _load_id, _file, {{ keys | reject('equalto', '_file') | join(', ') }}
        having count(*) > 1
    ) as repeated
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as string) as source,
        cast(null as string) as table_name,
        cast(null as bigint) as duplicate_keys
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
