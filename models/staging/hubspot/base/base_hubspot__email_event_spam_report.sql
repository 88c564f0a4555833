-- Grain: one row per SPAMREPORT event and exported version, with what it tells beyond the event.
select
    id as event_id,
    user_agent,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event_spam_report') }}
