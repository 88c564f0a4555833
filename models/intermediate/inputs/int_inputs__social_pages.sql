-- Grain: one row per page of ours and local day, as last exported.
{% set columns = [
    'source', 'platform', 'account_handle', 'followers', 'impressions', 'reach', 'engaged_people',
    'page_views', 'new_follows', 'lost_follows', 'measured_on'
] %}
with exported as (

    {{ union_sources('social_page_sources', 'social_pages', columns) }}

),

known as (

    {{ latest_known('exported', ['source', 'platform', 'account_handle', 'measured_on']) }}

)

select
    source,
    platform,
    account_handle,
    followers,
    impressions,
    reach,
    engaged_people,
    page_views,
    new_follows,
    lost_follows,
    measured_on,
    first_available_at as available_at

from known
