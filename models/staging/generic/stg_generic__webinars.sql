-- Grain: one row per session and exported version.
select
    source_system as source,
    webinar_id,
    topic,
    started_at,
    ended_at,
    {{ lineage() }}

from {{ source('generic', 'webinars') }}
