-- Grain: one row per event that is left out because another source tells of the same happening:
-- same contact, same kind of happening (seed event_types), same local day, and a webinar, campaign
-- or content with the same id or an equal normalised title; meetings, calls and messages have
-- neither and are the same if they began in the same minute. The source that stands first in the
-- seed source_priority keeps its event. Two events of one source are never the same. "Responded to
-- the invitation" may mean that somebody registered or that they came, and yields to either.
with told as (

    select
        events.concept,
        events.source,
        events.source_event_id,
        {{ entity_key('event', ['events.concept', 'events.source', 'events.source_event_id']) }}
            as event_id,
        events.contact_id,
        {{ local_date('events.occurred_at') }} as event_date,
        event_types.happening,
        case
            when event_types.happening in ('attendance', 'registration', 'response')
                then 'participation'
            else event_types.happening
        end as priority_concept,
        {{ normalised_id('events.campaign_id') }} as campaign_key,
        {{ normalised_id('events.content_id') }} as content_key,
        events.title,
        events.occurred_at,
        events.available_at

    from {{ ref('int_activity__source_events') }} as events
    inner join {{ ref('event_types') }} as event_types
        on events.event_type = event_types.event_type
    -- Concepts of which no type is a happening: they need not be looked at.
    where
        events.concept not in (
            'email_send', 'email_event', 'web_session', 'survey_answer', 'survey_comment',
            'survey_invitation'
        )
        and event_types.happening is not null
        and events.contact_id is not null

),

written_titles as (

    select distinct title
    from told
    where title is not null

),

titles as (

    select
        title,
        {{ normalised_title('title') }} as title_key

    from written_titles

),

candidates as (

    select
        told.*,
        titles.title_key

    from told
    left join titles on told.title = titles.title

),

ranked as (

    select
        candidates.*,
        dense_rank() over (
            order by
                candidates.priority_concept,
                coalesce(priorities.priority, 1000000),
                candidates.source
        ) as source_rank

    from candidates
    left join {{ ref('source_priority') }} as priorities
        on
            candidates.priority_concept = priorities.concept
            and candidates.source = priorities.source

),

keys as (

    select
        ranked.*,
        'id' as reason,
        campaign_key as link_key
    from ranked
    where campaign_key is not null

    union all

    select
        ranked.*,
        'id' as reason,
        content_key as link_key
    from ranked
    where content_key is not null

    union all

    select
        ranked.*,
        'title' as reason,
        title_key as link_key
    from ranked
    where title_key is not null

    union all

    select
        ranked.*,
        'time' as reason,
        cast(date_trunc('minute', occurred_at) as string) as link_key
    from ranked
    where happening in ('meeting', 'call', 'call_attempt', 'message')

),

pairs as (

    select
        told_again.event_id,
        told_again.concept,
        told_again.source,
        told_again.source_event_id,
        told_again.occurred_at,
        told_again.available_at,
        kept.event_id as kept_event_id,
        'same_' || told_again.reason as reason,
        row_number() over (
            partition by told_again.event_id
            order by
                case kept.happening when 'response' then 2 when 'registration' then 1 else 0 end,
                kept.source_rank,
                kept.occurred_at,
                kept.event_id,
                told_again.reason
        ) as choice

    from keys as told_again
    inner join keys as kept
        on
            told_again.contact_id = kept.contact_id
            and told_again.event_date = kept.event_date
            and told_again.priority_concept = kept.priority_concept
            and told_again.reason = kept.reason
            and told_again.link_key = kept.link_key
            and told_again.source_rank <> kept.source_rank
    where
        (told_again.happening = kept.happening and told_again.source_rank > kept.source_rank)
        or (told_again.happening = 'response' and kept.happening <> 'response')

),

chosen as (

    select
        event_id,
        concept,
        source,
        source_event_id,
        occurred_at,
        available_at,
        kept_event_id,
        reason

    from pairs
    where choice = 1

),

-- The event that stands for another may have one that stands for it. Each step doubles the length
-- of the chains that are followed.
{% for reached, onward in [('chosen', 'twos'), ('twos', 'fours'), ('fours', 'eights')] %}
    {{ onward }} as (

        select
            reached.event_id,
            reached.concept,
            reached.source,
            reached.source_event_id,
            reached.occurred_at,
            reached.available_at,
            coalesce(onward.kept_event_id, reached.kept_event_id) as kept_event_id,
            reached.reason

        from {{ reached }} as reached
        left join {{ reached }} as onward on reached.kept_event_id = onward.event_id

    ){{ ',' if not loop.last }}

{% endfor %}
select
    eights.event_id,
    eights.kept_event_id,
    eights.reason,
    eights.concept,
    eights.source,
    eights.source_event_id,
    eights.occurred_at,
    eights.available_at,
    kept.concept as kept_concept,
    kept.source as kept_source,
    kept.source_event_id as kept_source_event_id

from eights
inner join candidates as kept on eights.kept_event_id = kept.event_id
