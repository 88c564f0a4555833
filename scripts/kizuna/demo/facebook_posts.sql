-- Facebook's post-level Insights export, one per half-year. Insights lives in Pacific Time: a
-- morning in Tokyo is the afternoon of the day before. In the first half-year nobody shared a post.
create table facebook_posts as
with half_years as (

    select
        month_no // 6 as half_year,
        min(first_day) as from_day,
        max(last_day) as to_day,
        -- The first morning in Tokyo is still the half-year before in Pacific Time.
        flatten(list(business_days order by month_no))[2:] as days

    from months
    group by half_year

),

chosen as (

    select
        half_years.*,
        kind,
        text,
        concat_ws('.', half_year, text_no) as key,
        pick(days, 'facebook day', key)
        + to_seconds(whole(9 * 3600, 16 * 3600, 'facebook second', key)) as local_time,
        timezone('America/Los_Angeles', timezone('Asia/Tokyo', local_time)) as posted_at,
        whole(100000000000000, 999999999999999, 'facebook id', key) as id

    from half_years
    cross join post_texts
    where days_after_webinar is null
    qualify
        row_number() over (partition by half_year order by u('facebook chosen', key), key)
        <= whole(15, 25, 'facebook posts', half_year)

),

shown as (

    select
        *,
        whole(160, 420, 'facebook base', key) + skewed(0, 1300, 'facebook reach', key) as reach,
        reach + whole(20, 90, 'facebook again', key) * reach // 100 as impressions

    from chosen

)

select
    *,
    part_of(reach, 0.030, 'facebook likes', key) as likes,
    part_of(reach, 0.005, 'facebook comments', key) as comments,
    if(half_year = 0, 0, part_of(reach, 0.007, 'facebook shares', key)) as shares,
    if(kind = 'link', part_of(reach, 0.035, 'facebook links', key), 0) as link_clicks,
    if(kind = 'photo', part_of(reach, 0.030, 'facebook photos', key), 0) as photo_views,
    whole(0, 9, 'facebook other', key) as other_clicks,
    (likes + link_clicks + photo_views + other_clicks) * 17 // 20 + 1 as engaged_people,
    -- One post came without some totals, as happens while Insights has not finished counting.
    half_year = 1
    and row_number() over (partition by half_year order by u('facebook uncounted', key), key) = 1
        as is_uncounted

from shown;

create table file_facebook_posts as
select
    'facebook/post_insights/Facebook Insights Data Export (Post Level) - Tsumugino - '
    || from_day || ' - ' || to_day || '.csv' as _file,
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
    if(is_uncounted, null, link_clicks + photo_views + other_clicks)
        as "Lifetime Post Consumptions",
    nullif(link_clicks, 0) as "Lifetime Post Consumptions by type - link clicks",
    nullif(other_clicks, 0) as "Lifetime Post Consumptions by type - other clicks",
    nullif(photo_views, 0) as "Lifetime Post Consumptions by type - photo view",
    0 as "Lifetime Negative feedback",
    0 as "Lifetime Negative Feedback from Users",
    impressions * 4 // 5 as "Lifetime Post Impressions by people who have liked your Page",
    reach * 3 // 4 as "Lifetime Post reach by people who like your Page"

from facebook_posts;
