-- Grain: one row per post and exported version of its lifetime figures. X gives no reach, shares or
-- comments.
select
    'x' as source,
    'x' as platform,
    post_id,
    {{ part_of('permalink', '/', 4) }} as account_handle,
    impressions,
    cast(null as bigint) as reach,
    likes,
    reposts,
    cast(null as bigint) as shares,
    replies,
    cast(null as bigint) as comments,
    follows,
    url_clicks as clicks,
    engagements,
    cast(null as bigint) as engaged_people,
    cast(null as bigint) as saves,
    cast(null as bigint) as reactions,
    published_at,
    {{ lineage() }}

from {{ source('x', 'post_activity') }}
