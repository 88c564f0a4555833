-- Grain: one row per campaign or mailing of a tool.
{% set columns = [
    'source', 'campaign_id', 'campaign_name', 'channel', 'started_at'
] %}
with exported as (

    {{ union_sources('campaign_sources', 'campaigns', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'campaign_id']) }}

)

select
    source,
    campaign_id,
    campaign_name,
    channel,
    started_at,
    first_available_at as available_at

from known
