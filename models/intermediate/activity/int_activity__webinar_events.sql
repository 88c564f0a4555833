-- Grain: one row per registration, attendance, question and poll answer of a webinar session, as
-- events of the spine. A question or answer without a time happened when the session began.
{{ config(materialized='view') }}
select
    'webinar_registration' as concept,
    registrants.source,
    registrants.attendee_key as source_event_id,
    cast(null as string) as source_account_id,
    cast(null as string) as source_contact_id,
    cast(null as string) as email,
    registrants.contact_id,
    'webinar_registered' as event_type,
    cast(null as string) as campaign_id,
    registrants.webinar_id as content_id,
    sessions.topic as title,
    cast(null as string) as machine_reason,
    registrants.registered_at as occurred_at,
    registrants.available_at

from {{ ref('int_activity__webinar_registrants') }} as registrants
left join {{ ref('int_activity__webinar_sessions') }} as sessions
    on registrants.source = sessions.source and registrants.webinar_id = sessions.webinar_id

union all

select
    'webinar_attendance' as concept,
    attendees.source,
    attendees.attendee_key as source_event_id,
    cast(null as string) as source_account_id,
    cast(null as string) as source_contact_id,
    cast(null as string) as email,
    attendees.contact_id,
    'webinar_attended' as event_type,
    cast(null as string) as campaign_id,
    attendees.webinar_id as content_id,
    sessions.topic as title,
    cast(null as string) as machine_reason,
    attendees.first_present_at as occurred_at,
    attendees.available_at

from {{ ref('int_activity__webinar_attendees') }} as attendees
left join {{ ref('int_activity__webinar_sessions') }} as sessions
    on attendees.source = sessions.source and attendees.webinar_id = sessions.webinar_id

union all

select
    'webinar_interaction' as concept,
    interactions.source,
    interactions.source_event_id,
    cast(null as string) as source_account_id,
    interactions.source_contact_id,
    interactions.email,
    cast(null as string) as contact_id,
    case interactions.interaction_type
        when 'question' then 'webinar_question_asked'
        else 'webinar_poll_answered'
    end as event_type,
    cast(null as string) as campaign_id,
    interactions.webinar_id as content_id,
    sessions.topic as title,
    cast(null as string) as machine_reason,
    coalesce(interactions.occurred_at, sessions.started_at) as occurred_at,
    interactions.available_at

from {{ ref('int_inputs__webinar_interactions') }} as interactions
left join {{ ref('int_activity__webinar_sessions') }} as sessions
    on interactions.source = sessions.source and interactions.webinar_id = sessions.webinar_id
where coalesce(interactions.occurred_at, sessions.started_at) is not null
