-- Grain: one row per post and exported version of its lifetime figures. NULL: the platform does not
-- provide it.
select
    source_system as source,
    platform,
    post_id,
    account_handle,
    impressions,
    reach,
    likes,
    reposts,
    shares,
    replies,
    comments,
    follows,
    clicks,
    engagements,
    engaged_people,
    saves,
    reactions,
    published_at,
    {{ lineage() }}

from {{ source('generic', 'social_posts') }}
