-- Grain: one row per open, click or bounce of a campaign and exported version.
select
    campaign_id,
    member_id,
    list_id,
    lower(action) as activity,
    lower(bounce_type) as bounce_type,
    url,
    occurred_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'campaign_recipient_activity') }}
