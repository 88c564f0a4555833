-- Grain: one row per question of a Q&A report, or per answer where it gives each a row of its own,
-- and exported version. Such rows share the question's id.
with questions as (

    select
        *,
        email is null
        and (lower(attendee_name) like 'anonymous%' or attendee_name like '匿名%') as is_anonymous

    from {{ source('zoom', 'questions') }}

)

select
    'zoom' as source,
    {{ entity_key('zoom_question', [
        'webinar_id',
        'webinar_started_at',
        'coalesce(email, attendee_name)',
        'asked_at',
        'question'
    ]) }} as source_event_id,
    replace(webinar_id, ' ', '') || '@' || cast({{ local_time('webinar_started_at') }} as string)
        as webinar_id,
    interaction_type,
    {{ normalised_email('email') }} as email,
    case when not is_anonymous then coalesce(email, attendee_name) end as attendee_label,
    question as prompt,
    answer is not null as is_answered,
    coalesce(asked_at, webinar_started_at) as occurred_at,
    {{ lineage() }}

from questions
