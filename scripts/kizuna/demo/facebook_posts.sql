-- Facebook's post-level Insights export, one per half-year. Insights lives in Pacific Time: a
-- morning in Tokyo is the afternoon of the day before. In the first half-year nobody shared a post.
create table facebook_posts as
with half_years as (

    select
        month_no // 6 as half_year,
        min(first_day) as from_day,
        max(last_day) as to_day,
        -- The first morning in Tokyo is still the half-year before in Pacific Time.
        flatten(list(business_days order by month_no))[2:] as mornings

    from months
    group by half_year

),

candidates as (

    select
        half_years.*,
        post_texts.kind,
        post_texts.text,
        concat_ws('.', half_years.half_year, post_texts.text_no) as post_key

    from half_years
    cross join post_texts
    where post_texts.days_after_webinar is null

),

chosen as (

    select
        *,
        pick(mornings, 'facebook day', post_key)
        + to_seconds(whole(9 * 3600, 16 * 3600, 'facebook second', post_key)) as local_time,
        timezone('America/Los_Angeles', timezone('Asia/Tokyo', local_time)) as posted_at,
        whole(100000000000000, 999999999999999, 'facebook id', post_key) as id

    from candidates
    qualify
        row_number() over (partition by half_year order by u('facebook chosen', post_key), post_key)
        <= whole(15, 25, 'facebook posts', half_year)

),

shown as (

    select
        *,
        whole(160, 420, 'facebook base', post_key)
        + skewed(0, 1300, 'facebook reach', post_key) as reach,
        reach + whole(20, 90, 'facebook again', post_key) * reach // 100 as impressions

    from chosen

)

select
    *,
    part_of(reach, 0.030, 'facebook likes', post_key) as likes,
    part_of(reach, 0.005, 'facebook comments', post_key) as comments,
    if(half_year = 0, 0, part_of(reach, 0.007, 'facebook shares', post_key)) as shares,
    if(kind = 'link', part_of(reach, 0.035, 'facebook links', post_key), 0) as link_clicks,
    if(kind = 'photo', part_of(reach, 0.030, 'facebook photos', post_key), 0) as photo_views,
    whole(0, 9, 'facebook other', post_key) as other_clicks,
    (likes + link_clicks + photo_views + other_clicks) * 17 // 20 + 1 as engaged_people,
    -- One post came without some totals, as happens while Insights has not finished counting.
    half_year = 1
    and row_number() over (
        partition by half_year order by u('facebook uncounted', post_key), post_key
    ) = 1 as is_uncounted

from shown;

-- The keys of the struct are the file's headers; unnest makes a column of each.
create table file_facebook_posts as
select
    'facebook/post_insights/Facebook Insights Data Export (Post Level) - Tsumugino - '
    || from_day || ' - ' || to_day || '.csv' as _file,
    row_number() over (partition by half_year order by posted_at desc, id desc) as _line,
    unnest({
        'Post ID': '482915037716204_' || id,
        'Permalink': 'https://www.facebook.com/tsumugino.jp/posts/' || id,
        'Post Message': text,
        'Type': upper(left(kind, 1)) || substr(kind, 2),
        'Countries': null,
        'Languages': null,
        'Posted': strftime(posted_at, '%m/%d/%Y %I:%M:%S %p'),
        'Audience Targeting': ' ',
        'Lifetime Post Total Reach': if(is_uncounted, null, reach),
        'Lifetime Post organic reach': if(is_uncounted, null, reach),
        'Lifetime Post Paid Reach': 0,
        'Lifetime Post Total Impressions': impressions,
        'Lifetime Post Organic Impressions': impressions,
        'Lifetime Post Paid Impressions': 0,
        'Lifetime Engaged Users': engaged_people,
        'Lifetime Talking About This (Post) by action type - comment': nullif(comments, 0),
        'Lifetime Talking About This (Post) by action type - like': nullif(likes, 0),
        'Lifetime Talking About This (Post) by action type - share': nullif(shares, 0),
        'Lifetime Post Stories by action type - comment': nullif(comments, 0),
        'Lifetime Post Stories by action type - like': nullif(likes, 0),
        'Lifetime Post Stories by action type - share': nullif(shares, 0),
        'Lifetime Post Consumers': engaged_people,
        'Lifetime Post Consumptions': if(
            is_uncounted, null, link_clicks + photo_views + other_clicks
        ),
        'Lifetime Post Consumptions by type - link clicks': nullif(link_clicks, 0),
        'Lifetime Post Consumptions by type - other clicks': nullif(other_clicks, 0),
        'Lifetime Post Consumptions by type - photo view': nullif(photo_views, 0),
        'Lifetime Negative feedback': 0,
        'Lifetime Negative Feedback from Users': 0,
        'Lifetime Post Impressions by people who have liked your Page': impressions * 4 // 5,
        'Lifetime Post reach by people who like your Page': reach * 3 // 4
    }) as named_cells

from facebook_posts;
