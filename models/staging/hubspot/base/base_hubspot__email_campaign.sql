-- Grain: one row per mailing and exported version.
select
    id as campaign_id,
    coalesce(name, subject) as campaign_name,
    type as campaign_type,
    started_at,
    {{ lineage(updated_at='fivetran_synced') }}

from {{ source('hubspot', 'email_campaign') }}
