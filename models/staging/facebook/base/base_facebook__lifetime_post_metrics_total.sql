-- Grain: one row per post, day of measuring and written version of its lifetime figures. Shares and
-- the time of publishing stand in the post's history: the shares are those last known when the
-- figures were, while a post is published once, whenever we learn of it. Comments are not given.
with published as (

    select
        post_id,
        min(published_at) as published_at

    from {{ ref('base_facebook__post_history') }}
    group by post_id

),

with_shares as (

    select
        metrics.*,
        history.shares,
        row_number() over (
            partition by metrics._file, metrics._row, metrics._load_id
            order by
                history.changed_at desc,
                history.loaded_at desc,
                history.file_name desc,
                history.file_row desc
        ) as version_rank

    from {{ source('facebook', 'lifetime_post_metrics_total') }} as metrics
    left join {{ ref('base_facebook__post_history') }} as history
        on
            metrics.post_id = history.post_id
            and metrics._available_at >= history.available_at

)

select
    'facebook' as source,
    'facebook' as platform,
    with_shares.post_id,
    {{ part_of('with_shares.post_id', '_', 1) }} as account_handle,
    with_shares.impressions,
    with_shares.reach,
    with_shares.likes,
    cast(null as bigint) as reposts,
    with_shares.shares,
    cast(null as bigint) as replies,
    cast(null as bigint) as comments,
    cast(null as bigint) as follows,
    with_shares.clicks,
    cast(null as bigint) as engagements,
    with_shares.engaged_people,
    cast(null as bigint) as saves,
    with_shares.likes
    + with_shares.loves
    + with_shares.wows
    + with_shares.hahas
    + with_shares.sorrys
    + with_shares.angers as reactions,
    published.published_at,
    {{ lineage(updated_at='with_shares.measured_until') }}

from with_shares
left join published
    on with_shares.post_id = published.post_id
where with_shares.version_rank = 1
