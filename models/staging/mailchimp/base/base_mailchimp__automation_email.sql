-- Grain: one row per mail of an automation and exported version.
select
    id as campaign_id,
    automation_id,
    coalesce(title, subject_line) as campaign_name,
    coalesce(fivetran_deleted, false) as is_deleted,
    coalesce(start_time, create_time) as started_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('mailchimp', 'automation_email') }}
