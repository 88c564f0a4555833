-- Grain: one row per recipient of a campaign and exported version.
select
    campaign_id,
    member_id,
    list_id,
    fivetran_synced as synced_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'campaign_recipient') }}
