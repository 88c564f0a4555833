-- Grain: one row per session and exported report.
select
    'zoom' as source,
    replace(webinar_id, ' ', '') || '@' || cast({{ local_time('started_at') }} as string)
        as webinar_id,
    topic,
    started_at,
    {{ add_minutes('started_at', 'duration_minutes') }} as ended_at,
    {{ lineage() }}

from {{ source('zoom', 'webinars') }}
