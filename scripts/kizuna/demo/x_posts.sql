-- X's monthly export of post activity, with its 40 columns in their order. X counts in UTC; posts
-- go out between 9:00 and 20:00 in Tokyo, so that the date is the same.
create table x_posts as
with chosen as (

    select
        months.month_no,
        kind,
        replace(text, '{topic}', topic) as text,
        concat_ws('.', months.month_no, text_no) as key,
        coalesce(third_wednesday + days_after_webinar, pick(business_days, 'x day', key))
        + to_seconds(whole(9 * 3600, 20 * 3600, 'x second', key)) - interval 9 hour as posted_at,
        -- An id holds its time: milliseconds since 2010-11-04T01:42:54.657Z, then 22 bits.
        (epoch_ms(posted_at) - 1288834974657) * 4194304 + whole(0, 4194303, 'x id', key) as post_id

    from months
    inner join webinar_topics using (month_no)
    cross join post_texts
    qualify
        row_number() over (partition by months.month_no order by u('x chosen', key), text_no)
        <= whole(8, 15, 'x posts', months.month_no)

),

shown as (

    select
        *,
        whole(500, 1600, 'x base', key) + month_no * 35
        + skewed(0, 5200, 'x reach', key) as impressions

    from chosen

)

select
    *,
    part_of(impressions, 0.0080, 'x likes', key) as likes,
    part_of(impressions, 0.0032, 'x reposts', key) as reposts,
    part_of(impressions, 0.0008, 'x replies', key) as replies,
    part_of(impressions, 0.0045, 'x profile', key) as profile_clicks,
    if(kind = 'link', part_of(impressions, 0.0110, 'x url', key), 0) as url_clicks,
    if(text like '%#%', part_of(impressions, 0.0012, 'x hashtag', key), 0) as hashtag_clicks,
    whole(2, 8, 'x few details', key) + part_of(impressions, 0.014, 'x details', key)
        as detail_expands,
    if(kind = 'photo', part_of(impressions, 0.0150, 'x media', key), 0) as media_engagements,
    part_of(impressions, 0.0004, 'x follows', key) as follows,
    likes + reposts + replies + profile_clicks + url_clicks + hashtag_clicks + detail_expands
    + media_engagements + follows as engagements,
    if(kind = 'status', text, text || ' https://t.co/' || left(md5(key), 10)) as posted_text,
    'https://twitter.com/tsumugino_jp/status/' || post_id as permalink

from shown;

create macro x_count(n) as cast(n as varchar) || '.0';

create table file_x_posts as
select
    'x/post_activity/tweet_activity_metrics_tsumugino_jp_' || strftime(first_day, '%Y%m%d') || '_'
    || strftime(last_day + 1, '%Y%m%d') || '_ja.csv' as _file,
    row_number() over (partition by month_no order by posted_at desc, post_id desc) as _line,
    post_id as "Tweet id",
    permalink as "Tweet permalink",
    posted_text as "Tweet text",
    strftime(posted_at, '%Y-%m-%d %H:%M +0000') as "time",
    x_count(impressions) as "impressions",
    x_count(engagements) as "engagements",
    cast(engagements / impressions as varchar) as "engagement rate",
    x_count(reposts) as "retweets",
    x_count(replies) as "replies",
    x_count(likes) as "likes",
    x_count(profile_clicks) as "user profile clicks",
    x_count(url_clicks) as "url clicks",
    x_count(hashtag_clicks) as "hashtag clicks",
    x_count(detail_expands) as "detail expands",
    '0' as "permalink clicks",
    '0' as "app opens",
    '0' as "app installs",
    follows as "follows",
    '0' as "email tweet",
    '0' as "dial phone",
    if(kind = 'photo', impressions * 3 // 5, 0) as "media views",
    media_engagements as "media engagements",
    '-' as "promoted impressions",
    '-' as "promoted engagements",
    '-' as "promoted engagement rate",
    '-' as "promoted retweets",
    '-' as "promoted replies",
    '-' as "promoted likes",
    '-' as "promoted user profile clicks",
    '-' as "promoted url clicks",
    '-' as "promoted hashtag clicks",
    '-' as "promoted detail expands",
    '-' as "promoted permalink clicks",
    '-' as "promoted app opens",
    '-' as "promoted app installs",
    '-' as "promoted follows",
    '-' as "promoted email tweet",
    '-' as "promoted dial phone",
    '-' as "promoted media views",
    '-' as "promoted media engagements"

from x_posts
inner join months using (month_no);
