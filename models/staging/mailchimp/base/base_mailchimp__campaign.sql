-- Grain: one row per campaign and exported version.
select
    id as campaign_id,
    coalesce(title, subject_line) as campaign_name,
    lower(status) as status,
    coalesce(fivetran_deleted, false) as is_deleted,
    send_time as sent_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'campaign') }}
