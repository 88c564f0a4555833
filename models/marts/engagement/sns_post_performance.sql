-- Grain: one row per platform and post, with its lifetime figures as last exported. NULL: the
-- platform does not provide it. A post known from a vendor's own export and from a template is
-- taken from the vendor's.
with ranked as (

    select
        posts.*,
        row_number() over (
            partition by posts.platform, posts.post_id
            order by
                case when posts.source = posts.platform then 0 else 1 end,
                posts.source
        ) as speaking_order

    from {{ ref('int_inputs__social_posts') }} as posts

),

rated as (

    select
        ranked.*,
        {{ er_seed_numerator() }} as er_seed_numerator,
        {{ er_seed_denominator() }} as er_seed_denominator

    from ranked
    where speaking_order = 1

)

select
    platform,
    post_id,
    account_handle,
    published_at,
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
    er_seed_numerator,
    er_seed_denominator,
    {{ rate('er_seed_numerator', 'er_seed_denominator') }} as er_seed,
    case when platform = 'x' then {{ rate('engagements', 'impressions') }} end as er_native,
    case when platform = 'facebook' then {{ rate('engaged_people', 'reach') }} end as er_people

from rated
