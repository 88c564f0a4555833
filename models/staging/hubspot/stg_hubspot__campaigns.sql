-- Grain: one row per mailing and exported version.
select
    'hubspot' as source,
    campaign_id,
    campaign_name,
    'email' as channel,
    started_at,
    {{ lineage_columns() | join(',\n    ') }}

from {{ ref('base_hubspot__email_campaign') }}
