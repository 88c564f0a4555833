-- Grain: one row per post of our own accounts, with its lifetime figures as last exported.
{% set columns = [
    'source', 'platform', 'post_id', 'account_handle', 'impressions', 'reach', 'likes',
    'reposts', 'shares', 'replies', 'comments', 'follows', 'clicks', 'engagements',
    'engaged_people', 'saves', 'reactions', 'published_at'
] %}
with exported as (

    {{ union_sources('social_sources', 'social_posts', columns) }}

),

known as (

    {{ latest_known(
        'exported',
        ['source', 'platform', 'post_id'],
        occurred_at='published_at'
    ) }}

)

select
    {{ columns | join(',\n    ') }},
    greatest(first_available_at, coalesce(published_at, first_available_at)) as available_at

from known
