-- Facebook's post-level Insights export, one per half-year. Insights lives in Pacific Time: a morning in Tokyo is the
-- afternoon of the day before. In the first half-year nobody shared a post.
create table facebook_posts as
with half_years as (

    select * from (
        values
        (1, date '2024-10-01', date '2025-03-31'),
        (2, date '2025-04-01', date '2025-09-30'),
        (3, date '2025-10-01', date '2026-03-31')
    ) as t (half_year, from_day, to_day)

),

chosen as (

    select
        half_years.*,
        kind,
        text,
        concat_ws('.', half_year, text_no) as key,
        pick(
            list_filter(flatten(list(business_days) over (partition by half_year, text_no)), lambda day: day > from_day),
            'facebook day', key
        ) as day,
        cast(day as timestamp) + to_seconds(whole(32400, 57600, 'facebook', key)) as local_time,
        timezone('America/Los_Angeles', timezone('UTC', local_time - interval 9 hour)) as posted_at,
        cast(whole(100000000000000, 999999999999999, 'facebook id', key) as varchar) as id

    from half_years
    cross join post_texts
    inner join months
        on months.first_day between from_day and to_day
    where text not like '%{topic}%'
    qualify row_number() over (partition by half_year, text_no order by months.month_no) = 1

),

published as (

    select *
    from chosen
    qualify
        row_number() over (partition by half_year order by u('facebook chosen', key), key)
        <= whole(15, 25, 'facebook posts', half_year)

),

shown as (

    select
        *,
        whole(140, 420, 'facebook base', key)
        + cast(floor(u('facebook reach', key) * u('facebook reach', key) * 1100) as bigint) as reach,
        reach + cast(floor(reach * (0.2 + 0.7 * u('facebook again', key))) as bigint) as impressions

    from published

)

select
    *,
    cast(floor(reach * 0.030 * u('facebook likes', key)) as bigint) as likes,
    cast(floor(reach * 0.005 * u('facebook comments', key)) as bigint) as comments,
    if(half_year = 1, 0, cast(floor(reach * 0.007 * u('facebook shares', key)) as bigint)) as shares,
    if(kind = 'link', cast(floor(reach * 0.035 * u('facebook links', key)) as bigint), 0) as link_clicks,
    if(kind = 'photo', cast(floor(reach * 0.030 * u('facebook photos', key)) as bigint), 0) as photo_views,
    whole(0, 9, 'facebook other', key) as other_clicks,
    cast(floor((likes + link_clicks + photo_views + other_clicks) * 0.85) as bigint) + 1 as engaged_people,
    -- One post came without its totals, as happens when Insights has not finished counting.
    half_year = 2 and row_number() over (partition by half_year order by u('facebook uncounted', key), key) = 1
        as is_uncounted

from shown;

create table file_facebook_posts as
select
    'facebook/post_insights/Facebook Insights Data Export (Post Level) - Tsumugino - ' || from_day || ' - ' || to_day
    || '.csv' as _file,
    row_number() over (partition by half_year order by posted_at desc, id desc) as _line,
    '482915037716204_' || id as "Post ID",
    'https://www.facebook.com/tsumugino.jp/posts/' || id as "Permalink",
    text as "Post Message",
    upper(left(kind, 1)) || substr(kind, 2) as "Type",
    null as "Countries",
    null as "Languages",
    strftime(posted_at, '%m/%d/%Y %I:%M:%S %p') as "Posted",
    ' ' as "Audience Targeting",
    if(is_uncounted, null, reach) as "Lifetime Post Total Reach",
    if(is_uncounted, null, reach) as "Lifetime Post organic reach",
    0 as "Lifetime Post Paid Reach",
    impressions as "Lifetime Post Total Impressions",
    impressions as "Lifetime Post Organic Impressions",
    0 as "Lifetime Post Paid Impressions",
    engaged_people as "Lifetime Engaged Users",
    nullif(comments, 0) as "Lifetime Talking About This (Post) by action type - comment",
    nullif(likes, 0) as "Lifetime Talking About This (Post) by action type - like",
    nullif(shares, 0) as "Lifetime Talking About This (Post) by action type - share",
    nullif(comments, 0) as "Lifetime Post Stories by action type - comment",
    nullif(likes, 0) as "Lifetime Post Stories by action type - like",
    nullif(shares, 0) as "Lifetime Post Stories by action type - share",
    engaged_people as "Lifetime Post Consumers",
    if(is_uncounted, null, link_clicks + photo_views + other_clicks) as "Lifetime Post Consumptions",
    nullif(link_clicks, 0) as "Lifetime Post Consumptions by type - link clicks",
    nullif(other_clicks, 0) as "Lifetime Post Consumptions by type - other clicks",
    nullif(photo_views, 0) as "Lifetime Post Consumptions by type - photo view",
    0 as "Lifetime Negative feedback",
    0 as "Lifetime Negative Feedback from Users",
    impressions * 4 // 5 as "Lifetime Post Impressions by people who have liked your Page",
    reach * 3 // 4 as "Lifetime Post reach by people who like your Page"

from facebook_posts;
