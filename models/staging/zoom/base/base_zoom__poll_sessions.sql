-- Grain: one row per poll report: the head that names its session.
select
    'zoom' as source,
    replace(webinar_id, ' ', '') || '@' || cast({{ local_time('started_at') }} as string)
        as webinar_id,
    topic,
    started_at,
    {{ lineage() }}

from {{ source('zoom', 'poll_sessions') }}
