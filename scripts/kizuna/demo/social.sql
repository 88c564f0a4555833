-- X and Facebook: our posts with the platforms' figures, and people we know who write about us.
-- Texts of our posts. {topic} is the month's webinar; such a post goes out so many days after it.
create table post_texts as
select
    t.*,
    row_number() over (order by t.text) as text_no

from (
    values
    ('link', -13, '【ウェビナー開催】「{topic}」を開催します。参加は無料です。' || chr(10) || chr(10) || 'お申し込みはこちら👇'),
    ('link', -1, '明日開催！「{topic}」まだお席があります。'),
    ('status', 1, '「{topic}」にご参加いただいた皆さま、ありがとうございました。いただいたご質問には後日ブログで回答します📝'),
    ('link', null, '経費精算の差し戻し、いちばん多い理由は「領収書の添付忘れ」でした。防ぎ方をまとめました。'),
    ('link', null, '【お役立ち資料】勤怠の締め作業チェックリストを公開しました。月末の前にどうぞ。'),
    ('link', null, '導入事例を公開しました。紙の申請書が年間1万枚あった製造業のお客さまが、承認を平均2日早めた方法とは。'),
    ('photo', null, '新機能のお知らせ✨ 申請一覧の絞り込みが保存できるようになりました。' || chr(10) || '#ツムギノ #業務改善'),
    ('photo', null, 'モバイルアプリを更新しました。領収書の読み取りが速くなっています📱'),
    ('status', null, '本日のメンテナンスは予定どおり終了しました。ご協力ありがとうございました。'),
    ('status', null, '承認待ちの申請、たまっていませんか？ 一括承認が便利です。'),
    ('status', null, 'サポートチームより。いただいたご質問の9割に、当日中にお返事できました。'),
    ('link', null, '電子帳簿保存法の検索要件、3つの項目を押さえれば大丈夫です。図解しました。'),
    ('link', null, 'ブログ更新📖「経理1年目に知っておきたい、仮払金の考え方」'),
    ('link', null, '出張旅費規程のひな形を無料で公開しています。規程の見直しにお使いください。'),
    ('photo', null, '展示会に出展中です！ブースでデモをご覧いただけます。お気軽にお立ち寄りください😊'),
    ('photo', null, 'オフィスに新しい仲間が加わりました。これからよろしくお願いします🌱'),
    ('status', null, '【ヒント】勤怠画面で「T」キーを押すと今日の行に移動します。#ツムギノの小ワザ'),
    ('status', null, '【ヒント】同じ内容の経費は「複製」で3秒で申請できます。#ツムギノの小ワザ'),
    ('status', null, '【ヒント】代理承認を設定しておくと、休暇中も申請が止まりません。#ツムギノの小ワザ'),
    ('link', null, 'お客さまコミュニティで「部門ごとの承認経路」の工夫が話題です。ぜひのぞいてみてください。'),
    ('link', null, '有給休暇の取得義務、管理簿はそろっていますか？ 確認のポイントを紹介します。'),
    ('link', null, '【比較表】経費・勤怠・文書をまとめるとき、確認したい12の項目。'),
    ('link', null, '開発者ブログを更新しました。「集計を10倍速くした話」'),
    ('status', null, 'サポート窓口は平日9時から18時まで。ヘルプページはいつでもご覧いただけます。'),
    ('photo', null, 'お客さまの声を紹介します。「締め日に残業しなくなりました」うれしいお言葉をありがとうございます🙏'),
    ('link', null, '【FAQ】インボイスの登録番号はどこで確認できますか？ 確認の手順をまとめました。'),
    ('link', null, '文書管理の第一歩は「捨てるルール」から。保存期間の一覧表を配布中です。'),
    ('status', null, '今日は雨の地域が多いようです。出社と在宅、どちらの方も打刻をお忘れなく☔'),
    ('link', null, '人事労務の担当者さま向けメールマガジン「ツムギノ通信」を配信しました。バックナンバーはこちら。'),
    ('photo', null, '社内勉強会の様子です。テーマは「使いやすい一覧画面とは」。'),
    ('link', null, '採用情報を更新しました。カスタマーサクセスの仲間を募集しています。'),
    ('status', null, 'ご要望の多かったCSVの一括取り込み、来月公開の予定です。もう少しお待ちください。')
) as t (kind, days_after_webinar, text);

-- X's export of post activity, one per quarter, with its 40 columns in their order. X counts in
-- UTC; posts go out between 9:00 and 20:00 in Tokyo, so that the date is the same.
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
create table x__post_activity as
with quarters as (

    select
        month_no // 3 as quarter_no,
        min(first_day) as first_day,
        max(last_day) as last_day

    from months
    group by quarter_no

),

listed as (

    select
        x_posts.*,
        quarters.*

    from x_posts
    inner join quarters
        on x_posts.month_no // 3 = quarters.quarter_no

)

select
    'x/post_activity/tweet_activity_metrics_tsumugino_jp_' || strftime(first_day, '%Y%m%d') || '_'
    || strftime(last_day + 1, '%Y%m%d') || '_ja.csv' as _file,
    row_number() over (partition by quarter_no order by posted_at desc, post_id desc) as _line,
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
create table facebook__post_insights as
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

-- Facebook's page-level export, a file per half-year and a row per day of Pacific Time.
create table facebook__page_days as
with days as (

    select
        days.day,
        datediff('day', first_day(), days.day) as day_no,
        month_no_of(days.day) // 6 as half_year

    from (
        select
            cast(unnest(generate_series(
                cast(first_day() as timestamp), timestamp '2026-03-31 00:00:00', interval 1 day
            )) as date) as day
    ) as days

),

changes as (

    select
        *,
        whole(0, 4, 'page likes', day_no) as new_likes,
        whole(0, 2, 'page unlikes', day_no) as unlikes,
        whole(60, 900, 'page reach', day_no) as reach

    from days

),

counted as (

    select
        *,
        1180 + sum(new_likes - unlikes) over (order by day) as likes,
        min(day) over (partition by half_year) as from_day,
        max(day) over (partition by half_year) as to_day

    from changes

)

select
    'facebook/page_days/Facebook Insights Data Export - Tsumugino - ' || from_day || ' - ' || to_day
    || '.csv' as _file,
    row_number() over (partition by half_year order by day) as _line,
    unnest({
        'Date': strftime(day, '%m/%d/%Y'),
        'Lifetime Total Likes': likes,
        'Daily New Likes': new_likes,
        'Daily Unlikes': unlikes,
        'Daily Page Engaged Users': part_of(reach, 0.09, 'page engaged', day_no),
        'Daily Total Reach': reach,
        'Daily Total Impressions': reach + reach * whole(20, 90, 'page impressions', day_no) // 100,
        'Daily Logged-in Page Views': whole(2, 40, 'page views', day_no),
        'Daily Like Sources - On Your Page': nullif(new_likes - 1, -1)
    }) as named_cells

from counted;

-- What a listening service found: people who gave us their handle write about us or answer a post.
create table social_mentions as
with chosen as materialized (

    select
        employments.*,
        people.fatigue_from,
        company_months.month_no,
        employments.employment_no * 100 + company_months.month_no as mention_no

    from employments
    inner join company_months
        on employments.company_no = company_months.company_no
    inner join people
        on employments.person_no = people.person_no
    where
        n('mentions', employments.employment_no * 100 + company_months.month_no)
        < 0.012 * company_months.engagement * company_months.engagement

),

timed as (

    select
        chosen.*,
        fast_office_hours(months.business_days, 'mention', chosen.mention_no) as occurred_at,
        if(n('mention kind', chosen.mention_no) < 0.6, 'social_mentioned', 'social_replied')
            as event_type

    from chosen
    inner join months
        on chosen.month_no = months.month_no

)

select *
from timed
where
    cast(occurred_at as date) > known_on
    and coalesce(cast(occurred_at as date) < until_date, true)
    and coalesce(cast(occurred_at as date) < fatigue_from, true);

create table generic__activities as
select
    dated_file(
        'generic/activities', 'social_listening', yearly_export(cast(occurred_at as date))
    ) as _file,
    'SL-' || mention_no as activity_id,
    event_type,
    with_offset(occurred_at) as occurred_at,
    email,
    if(event_type = 'social_replied', 'x-post', 'x-mention') as content_id

from social_mentions
order by social_mentions.occurred_at, mention_no;

create table human_events_social as
select
    'social-' || mention_no as planted_event_id,
    person_no,
    company_no,
    event_type,
    'social' as channel,
    'generic' as source,
    'SL-' || mention_no as source_event_id,
    utc(occurred_at) as occurred_at,
    cast(null as varchar) as duplicate_of_source

from social_mentions;
