-- Grain: one row per member who unsubscribed through a mail, and exported version.
select
    campaign_id,
    member_id,
    list_id,
    occurred_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'unsubscribe') }}
