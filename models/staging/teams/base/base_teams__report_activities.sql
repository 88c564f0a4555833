-- Grain: one row per person and connection of an attendance report, and exported version. Teams
-- prints no id of a meeting, so that its title with its start is the webinar. A guest's connections
-- carry no address: that of the one participant of the name is theirs. In a meeting everybody is a
-- presenter, so that presenters are staff only where others are attendees.
with activities as (

    select
        *,
        {{ normalised_email('email') }} as account_email,
        max(case when role = 'attendee' then 1 else 0 end) over (
            partition by _file, _load_id
        ) = 1 as has_attendees

    from {{ source('teams', 'report_activities') }}

),

addresses as (

    select
        file_name,
        load_id,
        attendee_name,
        max(email) as email

    from {{ ref('base_teams__report_participants') }}
    group by file_name, load_id, attendee_name
    having count(*) = 1

),

activities_with_addresses as (

    select
        activities.*,
        coalesce(addresses.email, activities.account_email) as address

    from activities
    left join addresses
        on
            activities._file = addresses.file_name
            and activities._load_id = addresses.load_id
            and activities.attendee_name = addresses.attendee_name

)

select
    'teams' as source,
    {{ entity_key('teams_report', ['meeting_title', 'meeting_started_at']) }} as webinar_id,
    address as email,
    coalesce(address, attendee_name) as attendee_label,
    coalesce(
        role in ('organizer', 'co-organizer') or (role = 'presenter' and has_attendees), false
    ) as is_staff,
    joined_at,
    left_at,
    {{ lineage() }}

from activities_with_addresses
