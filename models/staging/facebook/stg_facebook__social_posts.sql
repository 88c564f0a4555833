-- Grain: one row per post and exported version of its lifetime figures: those of Insights exports
-- and those that a connector writes.
{% set columns = [
    'source', 'platform', 'post_id', 'account_handle', 'impressions', 'reach', 'likes',
    'reposts', 'shares', 'replies', 'comments', 'follows', 'clicks', 'engagements',
    'engaged_people', 'saves', 'reactions', 'published_at'
] %}
select
    {{ (columns + lineage_columns()) | join(',\n    ') }}

from {{ ref('base_facebook__post_insights') }}

union all

select
    {{ (columns + lineage_columns()) | join(',\n    ') }}

from {{ ref('base_facebook__lifetime_post_metrics_total') }}
