-- Grain: one row per mail between one of our staff and a contact, and version. A mail that came in
-- has no event type of its own yet.
select
    engagement_id,
    property_hubspot_owner_id as owner_id,
    case
        when
            upper(property_hs_email_direction) in ('EMAIL', 'FORWARDED_EMAIL')
            and coalesce(upper(property_hs_email_status), 'SENT') = 'SENT'
            then 'message_sent'
    end as event_type,
    coalesce(fivetran_deleted, false) as is_deleted,
    property_hs_timestamp as occurred_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'engagement_email') }}
