-- Grain: one row per recipient of an automation's mail and exported version.
select
    automation_email_id as campaign_id,
    member_id,
    list_id,
    fivetran_synced as synced_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'automation_recipient') }}
