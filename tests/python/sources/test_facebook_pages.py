"""Facebook pages: the page-level Insights export in its encoding, and a connector's tables."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from staging import build_staging, written

from conftest import Kizuna, make_home

PAGE_EXPORT = (
    "Date,Lifetime Total Likes,Daily New Likes,Daily Unlikes,Daily Page Engaged Users,"
    "Daily Total Reach,Weekly Total Reach,Daily Total Impressions,Daily Logged-in Page Views,"
    'Daily Logged-in Page Views,"Lifetime Likes by City - Zürich, Switzerland"\r'
    ",Lifetime: The total number of people who have liked your Page. (Unique Users),"
    "Daily: The number of new people who have liked your Page (Unique Users),,,,,,,,\r"
    "4/1/2026,631,2,0,106,1524,7272,3841,18,6,3\r"
    "4/2/2026,633,2,1,33,440,,899,4,4,3\r"
)

POST_EXPORT = (
    "Post ID,Permalink,Type,Posted,Lifetime Post Total Reach,Lifetime Post Total Impressions,"
    "Lifetime Engaged Users,Lifetime Post Consumptions\n"
    "100_1,https://www.facebook.com/100/posts/1,Photo,04/01/2026 02:00:00 AM,50,90,5,7\n"
)

CONNECTOR = {
    "facebook_pages_daily_page_metrics_total_data.csv": (
        "date,page_id,_fivetran_synced,page_fans,page_fan_adds,page_fan_removes,page_impressions,"
        "page_post_engagements,page_views_total\n"
        "2026-04-02 07:00:00 UTC,100,2026-04-03 01:00:00 UTC,256,1,0,6696,123,81\n"
        "2026-04-03,100,2026-04-04 01:00:00,257,2,1,341.0,,12\n"
    ),
    "facebook_pages_page_data.csv": (
        "id,_fivetran_deleted,_fivetran_synced,fan_count,name,username\n"
        "100,false,2026-04-03 01:00:00 UTC,256,つむぎ商会,tsumugi\n"
    ),
    "facebook_pages_post_history_data.csv": (
        "id,updated_time,_fivetran_synced,created_time,page_id,share_count\n"
        "100_2,2026-03-31 01:00:00 UTC,2026-04-03 01:00:00 UTC,2026-03-30 01:00:00 UTC,100,3\n"
    ),
    "facebook_pages_lifetime_post_metrics_total_data.csv": (
        "date,post_id,_fivetran_synced,post_clicks,post_engaged_users,post_impressions,"
        "post_reactions_anger_total,post_reactions_haha_total,post_reactions_like_total,"
        "post_reactions_love_total,post_reactions_sorry_total,post_reactions_wow_total\n"
        "2026-04-02 07:00:00 UTC,100_2,2026-04-03 01:00:00 UTC,23,28,875,0,0,10,2,0,0\n"
        "2026-04-03 07:00:00 UTC,100_2,2026-04-04 01:00:00 UTC,24,29,900,0,1,11,2,0,0\n"
    ),
}


@pytest.fixture(scope="module")
def facebook(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("facebook")
    home = make_home(folder / "home")
    name = "Facebook Insights Data Export{} - 2026-04-01 - 2026-04-02.csv"
    page = written(folder, {name.format(" - Café つむぎ"): PAGE_EXPORT}, "cp1252")
    posts = written(folder, {name.format(" (Post Level) - Tsumugi"): POST_EXPORT})
    home("load", *page, *posts, *written(folder, CONNECTOR))
    build_staging(home, "facebook")
    return home


def test_every_file_is_known_by_its_name_and_loads_whole(facebook: Kizuna) -> None:
    assert facebook.raw(
        "select table_name, rows_loaded, rows_rejected from ops.loads order by 1"
    ) == [
        ("daily_page_metrics_total", 2, 0),
        ("lifetime_post_metrics_total", 2, 0),
        ("page", 1, 0),
        ("page_days", 2, 0),
        ("post_history", 1, 0),
        ("post_insights", 1, 0),
    ]


def test_page_days_of_both_ways(facebook: Kizuna) -> None:
    assert facebook.raw(
        "select account_handle, measured_on, followers, impressions, reach, engaged_people, "
        "page_views, new_follows, lost_follows, updated_at "
        "from staging.stg_facebook__social_pages order by 1, 2"
    ) == [
        ("100", date(2026, 4, 1), 256, 6696, None, None, 81, 1, 0, datetime(2026, 4, 3, 1)),
        ("100", date(2026, 4, 2), 257, 341, None, None, 12, 2, 1, datetime(2026, 4, 4, 1)),
        ("Café つむぎ", date(2026, 4, 1), 631, 3841, 1524, 106, 18, 2, 0, None),
        ("Café つむぎ", date(2026, 4, 2), 633, 899, 440, 33, 4, 2, 1, None),
    ]


def test_posts_of_both_ways(facebook: Kizuna) -> None:
    assert facebook.raw(
        "select post_id, account_handle, impressions, reach, likes, shares, comments, clicks, "
        "engaged_people, reactions, published_at, updated_at "
        "from staging.stg_facebook__social_posts order by post_id, updated_at"
    ) == [
        ("100_1", "100", 90, 50, 0, 0, 0, 7, 5, None, datetime(2026, 4, 1, 9), None),
        (
            *("100_2", "100", 875, None, 10, 3, None, 23, 28, 12),
            *(datetime(2026, 3, 30, 1), datetime(2026, 4, 2, 7)),
        ),
        (
            *("100_2", "100", 900, None, 11, 3, None, 24, 29, 14),
            *(datetime(2026, 3, 30, 1), datetime(2026, 4, 3, 7)),
        ),
    ]


@pytest.mark.real
def test_real_page_export_and_connector(real: Path, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    export = real / "sns/facebook_insights_vic"
    seeds = sorted((real / "fivetran_seeds/facebook_pages").glob("*_data.csv"))
    home("load", *export.glob("Facebook Insights Data Export - *.csv"), *seeds)
    assert home.raw("select table_name, rows_loaded, rows_rejected from ops.loads order by 1") == [
        ("daily_page_metrics_total", 6, 0),
        ("lifetime_post_metrics_total", 25, 0),
        ("page", 1, 0),
        ("page_days", 180, 0),
        ("post_history", 100, 0),
    ]
    build_staging(home, "facebook")
    pages = (
        "select count(*), min(measured_on), max(measured_on), sum(followers), sum(new_follows), "
        "sum(lost_follows), sum(engaged_people), sum(reach), sum(impressions), sum(page_views) "
        "from staging.stg_facebook__social_pages where account_handle "
    )
    assert home.raw(pages + "= 'Visualization Studio VIC'") == [
        (180, date(2015, 2, 20), date(2015, 8, 18), 129_494, 150, 9, 4_263, 44_836, 135_371, 1_743)
    ]
    assert home.raw(pages + "<> 'Visualization Studio VIC'") == [
        (6, date(2020, 4, 4), date(2020, 4, 10), 1_540, 3, 1, None, None, 43_504, 294)
    ]
    assert home.raw(
        "select count(*), count(distinct post_id), sum(clicks), sum(impressions), "
        "sum(likes), count(published_at) from staging.stg_facebook__social_posts"
    ) == [(25, 5, 575, 21_900, 250, 25)]
