-- Grain: one row per mail sent and per reaction to one, as events of the spine.
{{ config(materialized='view') }}
select
    'email_send' as concept,
    source,
    send_id as source_event_id,
    cast(null as string) as source_account_id,
    source_contact_id,
    email,
    cast(null as string) as contact_id,
    'email_sent' as event_type,
    campaign_id,
    cast(null as string) as content_id,
    cast(null as string) as title,
    cast(null as string) as machine_reason,
    sent_at as occurred_at,
    available_at

from {{ ref('int_inputs__email_sends') }}

union all

select
    'email_event' as concept,
    source,
    source_event_id,
    cast(null as string) as source_account_id,
    source_contact_id,
    email,
    cast(null as string) as contact_id,
    case event_type
        when 'open' then 'email_opened'
        when 'click' then 'email_clicked'
        when 'unsubscribe' then 'email_unsubscribed'
        when 'complaint' then 'email_complained'
    end as event_type,
    campaign_id,
    url as content_id,
    cast(null as string) as title,
    machine_reason,
    occurred_at,
    available_at

from {{ ref('int_activity__email_events_classified') }}
