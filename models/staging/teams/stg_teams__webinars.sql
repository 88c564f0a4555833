-- Grain: one row per session that a report describes. The attendee list describes none, neither its
-- title nor its bounds, so this view is empty: its sessions are known by their joins.
select
    'teams' as source,
    {{ entity_key('teams_attendance', ['_file']) }} as webinar_id,
    cast(null as string) as topic,
    happened_at as started_at,
    happened_at as ended_at,
    {{ lineage() }}

from {{ source('teams', 'attendance') }}
where false
