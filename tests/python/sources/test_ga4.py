"""GA4 events: nested (NDJSON, Parquet, JSON text in a CSV) and flattened by a connector."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from staging import build_staging

from conftest import Kizuna, make_home

Event = dict[str, Any]


def parameter(key: str, **value: Any) -> Event:
    return {"key": key, "value": value}


EVENTS: list[Event] = [
    {
        "event_date": "20260401",
        "event_timestamp": "1775001600000001",
        "event_name": "page_view",
        "event_params": [
            parameter("page_location", string_value="https://www.tsumugi.example/price"),
            parameter("page_title", string_value="料金プラン"),
            parameter("ga_session_id", int_value="1775001600"),
            parameter("session_engaged", string_value="1"),
            parameter("engagement_time_msec", int_value="1200"),
            parameter("source", string_value="google"),
            parameter("medium", string_value="organic"),
        ],
        "event_bundle_sequence_id": "42",
        "user_pseudo_id": "111.222",
        "user_id": "U-1",
        "traffic_source": {"medium": "(none)", "name": "(direct)", "source": "(direct)"},
        "platform": "WEB",
        "items": [],
    },
    {
        "event_date": "20260401",
        "event_timestamp": "1775001605000000",
        "event_name": "file_download",
        "event_params": [
            parameter("ga_session_id", int_value="1775001600"),
            parameter("session_engaged", int_value="1"),
            parameter("link_url", string_value="https://www.tsumugi.example/a.pdf"),
        ],
        "event_bundle_sequence_id": "42",
        "user_pseudo_id": "111.222",
        "platform": "WEB",
        "items": [],
    },
    {
        "event_date": "20260401",
        "event_timestamp": "1775001605000000",
        "event_name": "file_download",
        "event_params": [
            parameter("ga_session_id", int_value="1775001600"),
            parameter("session_engaged", int_value="1"),
            parameter("link_url", string_value="https://www.tsumugi.example/b.pdf"),
        ],
        "event_bundle_sequence_id": "42",
        "user_pseudo_id": "111.222",
        "platform": "WEB",
        "items": [],
    },
    {
        "event_date": "20260401",
        "event_timestamp": "1775001606000000",
        "event_name": "scroll",
        "event_params": [parameter("session_engaged", string_value="0")],
        "collected_traffic_source": {"manual_source": "newsletter", "manual_medium": "email"},
        "platform": "WEB",
        "items": [],
    },
]

FLAT = (
    "_fivetran_id,_fivetran_synced,bundle_sequence_id,date,name,platform,timestamp,"
    "traffic_source_source,user_id,user_pseudo_id,param_ga_session_id,param_engagement_time_msec,"
    "param_session_engaged,param_page_location,param_campaign,is_intraday,"
    "collected_traffic_source_manual_source,batch_event_index,is_conversion_event\n"
    "a1,2026-04-03 01:00:00,7,2026-04-02,page_view,WEB,2026-04-02 03:00:00,(direct),,333.444,900,"
    "11000,true,https://www.tsumugi.example/,spring,false,yahoo,1,false\n"
    "a2,2026-04-03 01:00:00,7,2026-04-02,generate_lead,WEB,2026-04-02 03:00:05 UTC,(direct),,"
    "333.444,900,,1,,,false,,2,\n"
    "a3,2026-04-03 01:00:00,8,2026-04-02,scroll,WEB,2026-04-02 03:00:06,(direct),,333.444,900,,0,,,"
    "false,,1,true\n"
)

STAGED = (
    "select event_name, user_key, session_key, page_location, page_title, traffic_source, "
    "traffic_medium, traffic_campaign, engagement_ms, is_session_engaged_vendor, is_key_event, "
    "is_view, event_at from staging.stg_ga4__web_events where file_name like '%{}' "
    "order by event_at, file_row"
)

SESSION = "111.222.1775001600"
NESTED = [
    (
        *("page_view", "111.222", SESSION, "https://www.tsumugi.example/price", "料金プラン"),
        *("google", "organic", None, 1200, True, False, True),
        datetime(2026, 4, 1, 0, 0, 0, 1),
    ),
    *[
        (
            *("file_download", "111.222", SESSION, None, None, None, None, None, None),
            *(True, True, False, datetime(2026, 4, 1, 0, 0, 5)),
        )
    ]
    * 2,
    (
        *("scroll", None, None, None, None, "newsletter", "email", None, None),
        *(False, False, False, datetime(2026, 4, 1, 0, 0, 6)),
    ),
]


def as_csv(file: Path, events: list[Event]) -> Path:
    """Write events as a query tool saves them: what is nested as JSON text in a cell."""
    names = list(dict.fromkeys(name for event in events for name in event))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for event in events:
            cells = (event.get(name, "") for name in names)
            writer.writerow(
                cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
                for cell in cells
            )
    return file


def as_ndjson(file: Path, events: list[Event]) -> Path:
    lines = (json.dumps(event, ensure_ascii=False) for event in events)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def as_parquet(file: Path, events: list[Event]) -> Path:
    """Write events with nested columns and whole numbers, as BigQuery exports them."""
    lines = as_ndjson(file.with_suffix(".ndjson"), events)
    duckdb.execute(
        "copy (select * replace (event_timestamp::bigint as event_timestamp, "
        "event_bundle_sequence_id::bigint as event_bundle_sequence_id) from read_json(?, "
        "format = 'newline_delimited', columns = {event_date: 'varchar', event_timestamp: "
        "'varchar', event_name: 'varchar', event_params: 'struct(key varchar, value "
        "struct(string_value varchar, int_value bigint, float_value double, double_value "
        "double))[]', event_bundle_sequence_id: 'varchar', user_pseudo_id: 'varchar', "
        "user_id: 'varchar', collected_traffic_source: 'struct(manual_source varchar, "
        "manual_medium varchar, manual_campaign_name varchar)'})) to '" + str(file) + "'",
        [str(lines)],
    )
    return file


@pytest.fixture(scope="module")
def ga4(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    folder = tmp_path_factory.mktemp("ga4")
    home = make_home(folder / "home")
    flat = folder / "ga4_event_data.csv"
    flat.write_text(FLAT, encoding="utf-8")
    home("load", as_csv(folder / "events_20260401.csv", EVENTS), flat)
    as_csv(folder / "again.csv", EVENTS[:3])
    home("load", folder / "again.csv")
    build_staging(home, "ga4")
    return home


def test_nested_events_as_json_text(ga4: Kizuna) -> None:
    assert ga4.raw(STAGED.format("events_20260401.csv")) == NESTED


def test_two_downloads_of_one_microsecond_are_two_and_a_second_export_adds_none(
    ga4: Kizuna,
) -> None:
    ids = "select distinct source_event_id from staging.stg_ga4__web_events"
    first = set(ga4.raw(f"{ids} where file_name like '%events_20260401.csv'"))
    again = set(ga4.raw(f"{ids} where file_name like '%again.csv'"))
    assert len(first) == 4
    assert len(again) == 3
    assert again < first


def test_flattened_events_of_a_connector(ga4: Kizuna) -> None:
    user, session = "333.444", "333.444.900"
    assert ga4.raw(STAGED.format("ga4_event_data.csv")) == [
        (
            *("page_view", user, session, "https://www.tsumugi.example/", None, "yahoo", None),
            *("spring", 11000, True, False, True, datetime(2026, 4, 2, 3)),
        ),
        (
            *("generate_lead", user, session, None, None, None, None, None, None, True, True),
            *(False, datetime(2026, 4, 2, 3, 0, 5)),
        ),
        (
            *("scroll", user, session, None, None, None, None, None, None, False, True, False),
            datetime(2026, 4, 2, 3, 0, 6),
        ),
    ]


def test_ndjson_and_parquet_say_what_the_csv_says(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    lines = as_ndjson(tmp_path / "events_20260401.ndjson", EVENTS)
    home("load", lines, as_parquet(tmp_path / "events_20260402.parquet", EVENTS))
    build_staging(home, "ga4")
    assert home.raw(STAGED.format(".ndjson")) == NESTED
    assert home.raw(STAGED.format(".parquet")) == NESTED
    assert home.raw("select count(distinct source_event_id) from staging.stg_ga4__web_events") == [
        (4,)
    ]


@pytest.mark.real
def test_real_events_of_the_export(real: Path, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    home("load", real / "web/ga4_event_json/ga4_events.ndjson", "--source", "ga4")
    build_staging(home, "ga4")
    check_real_events(home)


def check_real_events(home: Kizuna) -> None:
    assert home.raw(
        "select event_name, event_at, session_key, is_session_engaged_vendor, engagement_ms, "
        "traffic_source, traffic_medium from staging.stg_ga4__web_events order by event_at"
    ) == [
        (
            *("page_view", datetime(2021, 1, 28, 1, 40, 22, 695757)),
            *("1146540.1921992520.3599645542", True, 7, None, None),
        ),
        (
            *("page_view", datetime(2023, 10, 5, 1, 46, 58, 877027), None, False, None),
            *("m.facebook.com", "referral"),
        ),
        ("scroll", datetime(2023, 10, 5, 1, 47, 32, 486466), None, True, None, None, None),
    ]


@pytest.mark.real
def test_real_events_nested_and_flattened(real: Path, tmp_path: Path) -> None:
    """The real lines as JSON text in a CSV, and a connector's seed without its doubled column."""
    home = make_home(tmp_path / "home")
    lines = (real / "web/ga4_event_json/ga4_events.ndjson").read_text(encoding="utf-8")
    nested = as_csv(tmp_path / "nested.csv", [json.loads(line) for line in lines.splitlines()])
    home("load", nested, "--source", "ga4")
    build_staging(home, "ga4")
    check_real_events(home)

    seed = real / "fivetran_seeds/ga4_export/event_data.csv"
    refused = home("load", seed, "--source", "ga4", ok=False)
    assert "param_session_engaged" in refused.stderr
    with seed.open(encoding="utf-8", newline="") as file:
        rows = [row[:-1] for row in csv.reader(file)]
    with (tmp_path / "seed.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    home("load", tmp_path / "seed.csv", "--source", "ga4")
    assert home.raw(
        "select count(*), count(distinct source_event_id), count(distinct user_key), "
        "count(distinct session_key), sum(engagement_ms), "
        "count(*) filter (where is_session_engaged_vendor), count(*) filter (where is_key_event) "
        "from staging.stg_ga4__web_events where file_name like '%seed.csv'"
    ) == [(6, 6, 4, 5, 1_400, 5, 1)]
