-- Grain: one row per question and per submission of a poll, and exported version. That somebody
-- answered a poll counts, not what: a poll's questions are not read.
with interactions as (

    select
        source,
        source_event_id,
        webinar_id,
        interaction_type,
        email,
        attendee_label,
        prompt,
        is_answered,
        occurred_at,
        {{ lineage_columns() | join(',\n        ') }}

    from {{ ref('base_zoom__questions') }}

    union all

    select
        source,
        source_event_id,
        webinar_id,
        interaction_type,
        email,
        attendee_label,
        prompt,
        is_answered,
        occurred_at,
        {{ lineage_columns() | join(',\n        ') }}

    from {{ ref('base_zoom__poll_answers') }}

)

select
    source,
    source_event_id,
    webinar_id,
    interaction_type,
    cast(null as string) as source_contact_id,
    email,
    attendee_label,
    prompt,
    is_answered,
    occurred_at,
    {{ lineage_columns() | join(',\n    ') }}

from interactions
