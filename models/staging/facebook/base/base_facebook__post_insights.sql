-- Grain: one row per post and exported version of its lifetime figures. A by-type column (likes,
-- comments, shares) is 0 where blank or absent, since it exists only if that type occurred; a blank
-- total stays NULL: not provided.
select
    'facebook' as source,
    'facebook' as platform,
    post_id,
    {{ part_of('post_id', '_', 1) }} as account_handle,
    impressions,
    reach,
    coalesce(likes, 0) as likes,
    cast(null as bigint) as reposts,
    coalesce(shares, 0) as shares,
    cast(null as bigint) as replies,
    coalesce(comments, 0) as comments,
    cast(null as bigint) as follows,
    clicks,
    cast(null as bigint) as engagements,
    engaged_people,
    cast(null as bigint) as saves,
    cast(null as bigint) as reactions,
    published_at,
    {{ lineage() }}

from {{ source('facebook', 'post_insights') }}
