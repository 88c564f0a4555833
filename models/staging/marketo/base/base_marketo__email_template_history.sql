-- Grain: one row per e-mail, version of it and exported version.
select
    'email-' || id as campaign_id,
    name as campaign_name,
    'email' as channel,
    created_at as started_at,
    {{ lineage(updated_at='updated_at') }}

from {{ source('marketo', 'email_template_history') }}
