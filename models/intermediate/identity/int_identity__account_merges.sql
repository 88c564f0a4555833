-- Grain: one row per company record that its tool merged into another. Known when the marker was
-- available, and not before the merge.
select
    markers.source,
    markers.source_record_id,
    markers.merged_into_id,
    greatest(
        markers.available_at, coalesce(markers.merged_at, markers.available_at)
    ) as known_from

from {{ ref('int_inputs__record_merges') }} as markers
cross join {{ ref('int_inputs__as_of') }} as as_of
where
    markers.record_type = 'account'
    and markers.merged_into_id is not null
    and markers.merged_into_id <> markers.source_record_id
    and greatest(
        markers.available_at, coalesce(markers.merged_at, markers.available_at)
    ) < as_of.known_until
