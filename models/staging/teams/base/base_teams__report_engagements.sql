-- Grain: one row per reaction, raised hand, camera or microphone turned on of an attendance report,
-- and exported version.
select
    'teams' as source,
    {{ entity_key('teams_report', ['meeting_title', 'meeting_started_at']) }} as webinar_id,
    attendee_name,
    engagement_type,
    engaged_at,
    {{ lineage() }}

from {{ source('teams', 'report_engagements') }}
