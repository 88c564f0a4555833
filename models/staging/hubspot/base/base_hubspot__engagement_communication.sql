-- Grain: one row per logged message (SMS, WhatsApp, LinkedIn), and version. It says nothing of its
-- direction: staff log what they sent.
select
    engagement_id,
    property_hubspot_owner_id as owner_id,
    'message_sent' as event_type,
    property_hs_communication_channel_type as message_channel,
    coalesce(fivetran_deleted, false) as is_deleted,
    property_hs_timestamp as occurred_at,
    {{ lineage(updated_at='coalesce(property_hs_lastmodifieddate, fivetran_synced)') }}

from {{ source('hubspot', 'engagement_communication') }}
