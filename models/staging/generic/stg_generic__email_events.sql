-- Grain: one row per event and exported version. An event without an id of its own is known by
-- recipient, mailing, type, link and second. Apple's mail privacy proxy gives itself away by a user
-- agent that is only "Mozilla/5.0".
select
    source_system as source,
    coalesce(
        event_id,
        {{ entity_key('email_event', [
            'coalesce(contact_id, lower(email))', 'send_id', 'campaign_id', 'event_type', 'url',
            "date_trunc('second', occurred_at)"
        ]) }}
    ) as source_event_id,
    send_id,
    campaign_id,
    contact_id as source_contact_id,
    {{ normalised_email('email') }} as email,
    event_type,
    url,
    coalesce(is_bot, false) as is_vendor_bot,
    coalesce(event_type = 'open' and user_agent = 'Mozilla/5.0', false) as is_privacy_proxy,
    occurred_at,
    {{ lineage() }}

from {{ source('generic', 'email_events') }}
