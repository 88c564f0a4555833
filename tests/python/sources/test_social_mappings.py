"""LinkedIn and Instagram: the mappings that come with the project read the exports as they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from staging import written

from conftest import Kizuna, make_home

NOTE = (
    '"All metrics are for the dates selected; figures of a post count its whole life."'
    + "," * 19
    + "\n"
)

LINKEDIN = (
    NOTE
    + "Post title,Post link,Post type,Campaign name,Posted by,Created date,Campaign start date,"
    + "Campaign end date,Audience,Impressions,Views,Offsite Views,Clicks,"
    + "Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type\n"
    + '"導入事例を公開しました\n詳しくはこちら",'
    + "https://www.linkedin.com/feed/update/urn:li:activity:7400000000000000001,Organic,,早瀬 花,"
    + "04/24/2026,,,All followers,1250,,,40,0.032,31,2,5,1,0.0632,Article\n"
    + "採用情報,https://www.linkedin.com/feed/update/urn:li:activity:7400000000000000002,Organic,,"
    + "早瀬 花,04/05/2026,,,All followers,300,NA,,3,0.01,4,0,0,,0.02,Video\n"
)

LINKEDIN_OLD = (
    "Update title,Update link,Update type,Campaign name,Posted by,Created date,"
    "Campaign start date,Campaign end date,Audience,Impressions,Video views,Clicks,"
    "Click through rate (CTR),Likes,Comments,Shares,Follows,Engagement rate\n"
    "創立記念,https://www.linkedin.com/feed/update/urn:li:activity:6400000000000000003,Organic,,"
    "早瀬 花,12/01/2019,,,All followers,200,,5,0.025,9,1,2,0,0.085\n"
)

INSTAGRAM = (
    "\ufeffPost ID,Account ID,Account username,Account name,Description,Duration (sec),"
    "Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,"
    "Saves\n"
    '18000000000000001,17840000000000000,tsumugi_jp,つむぎ商会,"新製品, 登場",0,'
    "04/24/2026 20:30,https://www.instagram.com/p/AAA/,IG image,,Lifetime,1520,980,85,4,2,7,31\n"
    "18000000000000002,17840000000000000,tsumugi_jp,つむぎ商会,工場見学,38,04/05/2026 09:00,"
    "https://www.instagram.com/reel/BBB/,IG reel,,Lifetime,,640,40,,0,3,12\n"
)

INSTAGRAM_JAPANESE = (
    "\ufeff投稿ID,アカウントID,アカウントのユーザーネーム,アカウント名,説明,時間(秒),公開時間,"
    "リンク,投稿タイプ,データコメント,日時,ビュー,リーチ,いいね！の数,シェア数,フォロー数,"
    "コメント数,保存数\n"
    "18000000000000003,17840000000000000,tsumugi_jp,つむぎ商会,展示会,0,04/25/2026 23:48,"
    "https://www.instagram.com/p/CCC/,IGカルーセル,,通算,105375,70894,448,47,122,136,149\n"
)

POSTS = (
    "select post_id, account_handle, published_at, impressions, reach, likes, reactions, "
    "comments, shares, saves, follows, clicks from raw_generic.social_posts "
    "where source_system = '{0}' and platform = '{0}' order by post_id"
)


@pytest.fixture(scope="module")
def social(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("social")
    home = make_home(folder / "home")
    files = {
        "linkedin_posts/tsumugi_content.csv": LINKEDIN,
        "linkedin/updates.csv": LINKEDIN_OLD,
        "instagram_posts/Apr-01-2026_Apr-30-2026.csv": INSTAGRAM,
        "instagram/posts.csv": INSTAGRAM_JAPANESE,
    }
    written(home.home / "landing", files)
    home("load")
    return home


def test_linkedin_posts_in_todays_and_in_older_columns(social: Kizuna) -> None:
    link = "https://www.linkedin.com/feed/update/urn:li:activity:"
    assert social.raw(POSTS.format("linkedin")) == [
        (
            *(f"{link}6400000000000000003", None, datetime(2019, 12, 1), 200, None, None, 9),
            *(1, 2, None, 0, 5),
        ),
        (
            *(f"{link}7400000000000000001", None, datetime(2026, 4, 24), 1250, None, None, 31),
            *(2, 5, None, 1, 40),
        ),
        (
            *(f"{link}7400000000000000002", None, datetime(2026, 4, 5), 300, None, None, 4),
            *(0, 0, None, None, 3),
        ),
    ]


def test_instagram_posts_in_english_and_japanese(social: Kizuna) -> None:
    assert social.raw(POSTS.format("instagram")) == [
        (
            *("18000000000000001", "tsumugi_jp", datetime(2026, 4, 25, 3, 30), 1520, 980, 85),
            *(None, 7, 4, 31, 2, None),
        ),
        (
            *("18000000000000002", "tsumugi_jp", datetime(2026, 4, 5, 16), None, 640, 40),
            *(None, 3, None, 12, 0, None),
        ),
        (
            *("18000000000000003", "tsumugi_jp", datetime(2026, 4, 26, 6, 48), 105_375, 70_894),
            *(448, None, 136, 47, 149, 122, None),
        ),
    ]


def test_files_that_lie_anywhere_are_known_by_name_or_header(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    """English Instagram headers hold an account's id and name, as the accounts template does."""
    texts = {
        "a.csv": LINKEDIN,
        "b.csv": LINKEDIN_OLD,
        "instagram_april.csv": INSTAGRAM,
        "d.csv": INSTAGRAM_JAPANESE,
    }
    kizuna("load", *written(tmp_path, texts))
    assert kizuna.raw(
        "select mapping, rows_loaded, rows_rejected from ops.loads order by 1, 2"
    ) == [
        ("instagram_posts", 1, 0),
        ("instagram_posts", 2, 0),
        ("linkedin_posts", 1, 0),
        ("linkedin_posts", 2, 0),
    ]
