-- Grain: one row per session and exported attendance report. The attendee list describes no
-- session, neither its title nor its bounds: such a session is known by its joins.
select
    'teams' as source,
    {{ entity_key('teams_report', ['meeting_title', 'started_at']) }} as webinar_id,
    meeting_title as topic,
    started_at,
    ended_at,
    {{ lineage() }}

from {{ source('teams', 'report_sessions') }}
