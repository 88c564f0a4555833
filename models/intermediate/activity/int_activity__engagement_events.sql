-- Grain: one row per deduplicated event of any channel. What an event means (channel, direction,
-- depth …) stands in the seed event_types. A machine's event keeps its type and falls to depth 0:
-- it was shown, nobody did anything.
with activities as (

    select
        'activity' as concept,
        source,
        source_event_id,
        source_account_id,
        source_contact_id,
        email,
        event_type,
        campaign_id,
        content_id,
        cast(null as string) as machine_reason,
        occurred_at,
        available_at

    from {{ ref('int_inputs__activities') }}

),

email_sends as (

    select
        'email_send' as concept,
        source,
        send_id as source_event_id,
        cast(null as string) as source_account_id,
        source_contact_id,
        email,
        'email_sent' as event_type,
        campaign_id,
        cast(null as string) as content_id,
        cast(null as string) as machine_reason,
        sent_at as occurred_at,
        available_at

    from {{ ref('int_inputs__email_sends') }}

),

email_events as (

    select
        'email_event' as concept,
        events.source,
        events.source_event_id,
        cast(null as string) as source_account_id,
        coalesce(events.source_contact_id, sends.source_contact_id) as source_contact_id,
        coalesce(events.email, sends.email) as email,
        case events.event_type
            when 'open' then 'email_opened'
            when 'click' then 'email_clicked'
            when 'unsubscribe' then 'email_unsubscribed'
            when 'complaint' then 'email_complained'
        end as event_type,
        events.campaign_id,
        events.url as content_id,
        events.machine_reason,
        events.occurred_at,
        events.available_at

    from {{ ref('int_activity__email_events_classified') }} as events
    left join {{ ref('int_inputs__email_sends') }} as sends
        on events.source = sends.source and events.send_id = sends.send_id

),

resolved as (

    select
        events.*,
        {{ resolved_contact_id() }} as contact_id

    from (
        select * from activities
        union all
        select * from email_sends
        union all
        select * from email_events
    ) as events
    {{ join_contact_keys('events') }}

),

webinar_events as (

    select
        'webinar_registration' as concept,
        source,
        attendee_key as source_event_id,
        contact_id,
        'webinar_registered' as event_type,
        webinar_id as content_id,
        registered_at as occurred_at,
        available_at

    from {{ ref('int_activity__webinar_registrants') }}

    union all

    select
        'webinar_attendance' as concept,
        source,
        attendee_key as source_event_id,
        contact_id,
        'webinar_attended' as event_type,
        webinar_id as content_id,
        first_present_at as occurred_at,
        available_at

    from {{ ref('int_activity__webinar_attendees') }}

),

all_events as (

    select
        concept,
        source,
        source_event_id,
        source_account_id,
        contact_id,
        event_type,
        campaign_id,
        content_id,
        machine_reason,
        occurred_at,
        available_at

    from resolved

    union all

    select
        concept,
        source,
        source_event_id,
        cast(null as string) as source_account_id,
        contact_id,
        event_type,
        cast(null as string) as campaign_id,
        content_id,
        cast(null as string) as machine_reason,
        occurred_at,
        available_at

    from webinar_events

)

select
    {{ entity_key('event', [
        'all_events.concept', 'all_events.source', 'all_events.source_event_id'
    ]) }} as event_id,
    coalesce(account_keys.account_id, contacts.account_id) as account_id,
    all_events.contact_id,
    all_events.occurred_at,
    greatest(all_events.available_at, all_events.occurred_at) as available_at,
    {{ local_date('all_events.occurred_at') }} as event_date,
    event_types.channel,
    all_events.event_type,
    event_types.direction,
    event_types.behaviour_class,
    case when all_events.machine_reason is not null then 0 else event_types.depth end as depth,
    event_types.valence,
    all_events.machine_reason is not null as is_machine,
    all_events.machine_reason,
    all_events.campaign_id,
    all_events.content_id,
    all_events.source,
    all_events.source_event_id

from all_events
left join {{ ref('event_types') }} as event_types
    on all_events.event_type = event_types.event_type
left join {{ ref('int_identity__account_keys') }} as account_keys
    on
        all_events.source = account_keys.source
        and all_events.source_account_id = account_keys.source_account_id
left join {{ ref('int_identity__contacts') }} as contacts
    on all_events.contact_id = contacts.contact_id
where not coalesce(contacts.is_internal, false)
