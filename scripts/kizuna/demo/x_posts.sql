-- X's monthly export of post activity, with its 40 columns in their order. X counts in UTC; posts
-- go out between 9:00 and 20:00 in Tokyo, so that the date is the same.
create table x_posts as
with candidates as (

    select
        months.month_no,
        months.business_days,
        months.third_wednesday + post_texts.days_after_webinar as webinar_day,
        post_texts.kind,
        replace(post_texts.text, '{topic}', webinar_topics.topic) as text,
        post_texts.text_no,
        concat_ws('.', months.month_no, post_texts.text_no) as post_key

    from months
    inner join webinar_topics
        on months.month_no = webinar_topics.month_no
    cross join post_texts

),

chosen as (

    select
        *,
        coalesce(webinar_day, pick(business_days, 'x day', post_key))
        + to_seconds(whole(9 * 3600, 20 * 3600, 'x second', post_key))
        - interval 9 hour as posted_at,
        -- An id holds its time: milliseconds since 2010-11-04T01:42:54.657Z, then 22 bits.
        (epoch_ms(posted_at) - 1288834974657) * 4194304
        + whole(0, 4194303, 'x id', post_key) as post_id

    from candidates
    qualify
        row_number() over (partition by month_no order by u('x chosen', post_key), text_no)
        <= whole(8, 15, 'x posts', month_no)

),

shown as (

    select
        *,
        whole(500, 1600, 'x base', post_key) + month_no * 35
        + skewed(0, 5200, 'x reach', post_key) as impressions

    from chosen

)

select
    *,
    part_of(impressions, 0.0080, 'x likes', post_key) as likes,
    part_of(impressions, 0.0032, 'x reposts', post_key) as reposts,
    part_of(impressions, 0.0008, 'x replies', post_key) as replies,
    part_of(impressions, 0.0045, 'x profile', post_key) as profile_clicks,
    if(kind = 'link', part_of(impressions, 0.0110, 'x url', post_key), 0) as url_clicks,
    if(text like '%#%', part_of(impressions, 0.0012, 'x hashtag', post_key), 0) as hashtag_clicks,
    whole(2, 8, 'x few details', post_key) + part_of(impressions, 0.014, 'x details', post_key)
        as detail_expands,
    if(kind = 'photo', part_of(impressions, 0.0150, 'x media', post_key), 0) as media_engagements,
    part_of(impressions, 0.0004, 'x follows', post_key) as follows,
    likes + reposts + replies + profile_clicks + url_clicks + hashtag_clicks + detail_expands
    + media_engagements + follows as engagements,
    if(kind = 'status', text, text || ' https://t.co/' || left(md5(post_key), 10)) as posted_text,
    'https://twitter.com/tsumugino_jp/status/' || post_id as permalink

from shown;

create macro x_count(n) as cast(n as varchar) || '.0';

-- The keys of the struct are the file's headers; unnest makes a column of each.
create table file_x_posts as
with listed as (

    select
        x_posts.*,
        months.first_day,
        months.last_day

    from x_posts
    inner join months
        on x_posts.month_no = months.month_no

)

select
    'x/post_activity/tweet_activity_metrics_tsumugino_jp_' || strftime(first_day, '%Y%m%d') || '_'
    || strftime(last_day + 1, '%Y%m%d') || '_ja.csv' as _file,
    row_number() over (partition by month_no order by posted_at desc, post_id desc) as _line,
    unnest({
        'Tweet id': post_id,
        'Tweet permalink': permalink,
        'Tweet text': posted_text,
        'time': strftime(posted_at, '%Y-%m-%d %H:%M +0000'),
        'impressions': x_count(impressions),
        'engagements': x_count(engagements),
        'engagement rate': cast(engagements / impressions as varchar),
        'retweets': x_count(reposts),
        'replies': x_count(replies),
        'likes': x_count(likes),
        'user profile clicks': x_count(profile_clicks),
        'url clicks': x_count(url_clicks),
        'hashtag clicks': x_count(hashtag_clicks),
        'detail expands': x_count(detail_expands),
        'permalink clicks': '0',
        'app opens': '0',
        'app installs': '0',
        'follows': follows,
        'email tweet': '0',
        'dial phone': '0',
        'media views': if(kind = 'photo', impressions * 3 // 5, 0),
        'media engagements': media_engagements,
        'promoted impressions': '-',
        'promoted engagements': '-',
        'promoted engagement rate': '-',
        'promoted retweets': '-',
        'promoted replies': '-',
        'promoted likes': '-',
        'promoted user profile clicks': '-',
        'promoted url clicks': '-',
        'promoted hashtag clicks': '-',
        'promoted detail expands': '-',
        'promoted permalink clicks': '-',
        'promoted app opens': '-',
        'promoted app installs': '-',
        'promoted follows': '-',
        'promoted email tweet': '-',
        'promoted dial phone': '-',
        'promoted media views': '-',
        'promoted media engagements': '-'
    }) as named_cells

from listed;
