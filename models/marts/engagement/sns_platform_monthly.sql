-- Grain: one row per platform and local month of publishing. Lifetime figures of that month's
-- posts, not the month's activity. A rate is sum over sum, over the posts that have both; posts
-- without a date are in no month.
with posts as (

    select
        posts.*,
        {{ month_start(local_date('published_at')) }} as month

    from {{ ref('sns_post_performance') }} as posts
    where published_at is not null

),

summed as (

    select
        platform,
        month,
        count(*) as posts,
        cast(sum(impressions) as bigint) as impressions,
        cast(sum(reach) as bigint) as post_reach_sum,
        cast(sum(
            case when er_seed_denominator is not null then er_seed_numerator end
        ) as bigint) as er_seed_numerator,
        cast(sum(
            case when er_seed_numerator is not null then er_seed_denominator end
        ) as bigint) as er_seed_denominator,
        cast(sum(
            case when platform = 'x' and impressions is not null then engagements end
        ) as bigint) as er_native_numerator,
        cast(sum(
            case when platform = 'x' and engagements is not null then impressions end
        ) as bigint) as er_native_denominator

    from posts
    group by platform, month

)

select
    platform,
    month,
    posts,
    impressions,
    post_reach_sum,
    er_seed_numerator,
    er_seed_denominator,
    {{ rate('er_seed_numerator', 'er_seed_denominator') }} as er_seed,
    er_native_numerator,
    er_native_denominator,
    {{ rate('er_native_numerator', 'er_native_denominator') }} as er_native

from summed
