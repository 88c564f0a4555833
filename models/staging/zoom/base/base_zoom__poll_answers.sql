-- Grain: one row per person and submission of a poll report, and exported version. Everybody in an
-- anonymous poll has one name: there the running number tells the submissions apart.
with answers as (

    select
        *,
        email is null
        and (lower(attendee_name) like 'anonymous%' or attendee_name like '匿名%') as is_anonymous

    from {{ source('zoom', 'poll_answers') }}

)

select
    'zoom' as source,
    {{ entity_key('zoom_poll_answer', [
        'webinar_id',
        'webinar_started_at',
        'coalesce(email, attendee_name)',
        'submitted_at',
        'case when is_anonymous then answer_number end'
    ]) }} as source_event_id,
    replace(webinar_id, ' ', '') || '@' || cast({{ local_time('webinar_started_at') }} as string)
        as webinar_id,
    interaction_type,
    {{ normalised_email('email') }} as email,
    case when not is_anonymous then coalesce(email, attendee_name) end as attendee_label,
    cast(null as string) as prompt,
    true as is_answered,
    submitted_at as occurred_at,
    {{ lineage() }}

from answers
