-- Grain: one row per webinar session, also one that only attendance or registrations name. Unknown
-- bounds are NULL: presence is then not cut.
with mentioned as (

    select
        source,
        webinar_id
    from {{ ref('int_inputs__webinars') }}
    union
    select
        source,
        webinar_id
    from {{ ref('int_inputs__webinar_joins') }}
    union
    select
        source,
        webinar_id
    from {{ ref('int_inputs__webinar_registrations') }}

)

select
    mentioned.source,
    mentioned.webinar_id,
    webinars.topic,
    webinars.started_at,
    webinars.ended_at,
    {{ seconds_between('webinars.started_at', 'webinars.ended_at') }} / 60 as session_minutes

from mentioned
left join {{ ref('int_inputs__webinars') }} as webinars
    on mentioned.source = webinars.source and mentioned.webinar_id = webinars.webinar_id
