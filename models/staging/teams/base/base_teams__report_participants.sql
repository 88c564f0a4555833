-- Grain: one row per person of an attendance report, and exported version. An address with which
-- somebody registered is the one that our contacts know, whichever account joined.
select
    'teams' as source,
    {{ entity_key('teams_report', ['meeting_title', 'meeting_started_at']) }} as webinar_id,
    attendee_name,
    coalesce(
        {{ normalised_email('registration_email') }}, {{ normalised_email('email') }}
    ) as email,
    {{ lineage() }}

from {{ source('teams', 'report_participants') }}
