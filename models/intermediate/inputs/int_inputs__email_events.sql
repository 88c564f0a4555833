-- Grain: one row per delivery, bounce, open, click, unsubscribe or complaint.
{% set columns = [
    'source', 'source_event_id', 'send_id', 'campaign_id', 'source_contact_id', 'email',
    'event_type', 'url', 'is_vendor_bot', 'is_privacy_proxy', 'occurred_at'
] %}
with exported as (

    {{ union_sources('email_sources', 'email_events', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'source_event_id'], occurred_at='occurred_at') }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(occurred_at, first_available_at)) as available_at

from known
