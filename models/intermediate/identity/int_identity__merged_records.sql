-- Grain: one row per record that its tool merged into another, with the record that is left in the
-- end: a record that took others in may have been merged itself.
{% set longest_chain = 8 %}
with merges as (

    select
        source,
        record_type,
        source_record_id,
        merged_into_id

    from {{ ref('int_inputs__record_merges') }}
    where merged_into_id is not null and merged_into_id <> source_record_id

)

select
    merges_1.source,
    merges_1.record_type,
    merges_1.source_record_id,
    coalesce(
        {% for step in range(longest_chain, 0, -1) -%}
            merges_{{ step }}.merged_into_id{{ ',' if not loop.last }}
        {% endfor -%}
    ) as survivor_id

from merges as merges_1
{% for step in range(2, longest_chain + 1) -%}
    left join merges as merges_{{ step }}
        on
            merges_{{ step - 1 }}.source = merges_{{ step }}.source
            and merges_{{ step - 1 }}.record_type = merges_{{ step }}.record_type
            and merges_{{ step - 1 }}.merged_into_id = merges_{{ step }}.source_record_id
{% endfor %}
