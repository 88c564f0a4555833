-- Grain: one row per event of a marketing mail and exported version. The SENT event of a mail is
-- the mail: its id is the send_id of all events of it.
select
    id as event_id,
    type as event_type,
    coalesce(sent_by_id, case when type = 'SENT' then id end) as send_id,
    email_campaign_id as campaign_id,
    {{ normalised_email('recipient') }} as email,
    obsoleted_by_id,
    coalesce(filtered_event, false) as is_filtered,
    created as occurred_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_event') }}
