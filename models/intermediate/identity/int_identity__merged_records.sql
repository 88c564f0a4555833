-- Grain: one row per record that its tool merged into another, with the record that is left in the
-- end: a record that took others in may have been merged itself. Each step doubles the length of
-- the chains that are followed, up to eight merges.
with markers as (

    select
        source,
        record_type,
        source_record_id,
        merged_into_id as survivor_id

    from {{ ref('int_inputs__record_merges') }}
    where merged_into_id is not null and merged_into_id <> source_record_id

),

{% for reached, onward in [('markers', 'twos'), ('twos', 'fours'), ('fours', 'eights')] %}
    {{ onward }} as (

        select
            reached.source,
            reached.record_type,
            reached.source_record_id,
            coalesce(onward.survivor_id, reached.survivor_id) as survivor_id

        from {{ reached }} as reached
        left join {{ reached }} as onward
            on
                reached.source = onward.source
                and reached.record_type = onward.record_type
                and reached.survivor_id = onward.source_record_id

    ){{ ',' if not loop.last }}

{% endfor %}
select
    source,
    record_type,
    source_record_id,
    survivor_id

from eights
