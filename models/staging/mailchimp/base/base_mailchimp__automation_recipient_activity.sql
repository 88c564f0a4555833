-- Grain: one row per open, click or bounce of an automation's mail and exported version.
select
    automation_email_id as campaign_id,
    member_id,
    list_id,
    lower(action) as activity,
    lower(bounce_type) as bounce_type,
    url,
    occurred_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'automation_recipient_activity') }}
