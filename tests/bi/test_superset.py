"""Superset over the published build: figures, freshness, safety, and what a person sees."""

from __future__ import annotations

import json
import math
import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import requests
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from browsing import missing, opened, picture, sized
from conftest import CHARTS, DASHBOARDS, PROJECT, SERVE, SUPERSET, Home, Superset, read, rows
from figures import FIGURES

PICTURES = Path(os.environ.get("KIZUNA_PICTURES") or PROJECT / "target" / "bi" / "pictures")
SECONDS_TO_DRAW = 90
FILLED = (
    "dbs",
    "tables",
    "table_columns",
    "sql_metrics",
    "slices",
    "dashboards",
    "dashboard_slices",
)
"""The tables of Superset's own database that the bundle fills."""


# ---------------------------------------------------------------------------
# Figures.
# ---------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a value of the marts as the chart-data API writes it: times in milliseconds."""
    match value:
        case datetime():
            return int(value.replace(tzinfo=UTC).timestamp() * 1000)
        case date():
            return plain(datetime(value.year, value.month, value.day))
        case Decimal():
            return float(value)
    return value


def ordered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bring rows and their columns into one order; floating point is compared afterwards."""

    def key(row: dict[str, Any]) -> str:
        return repr(
            [f"{value:.5g}" if isinstance(value, float) else value for value in row.values()]
        )

    return sorted((dict(sorted(row.items())) for row in found), key=key)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def differences(shown: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    """Name the rows in which what is shown and what the marts say differ."""
    wanted = ordered([{name: plain(value) for name, value in row.items()} for row in expected])
    found = ordered([{name: plain(value) for name, value in row.items()} for row in shown])
    if len(found) != len(wanted):
        return [f"{len(found)} rows instead of {len(wanted)}"]
    return [
        f"{one} instead of {other}"
        for one, other in zip(found, wanted, strict=True)
        if one.keys() != other.keys() or not all(same(one[name], other[name]) for name in one)
    ]


def wrong_charts(superset: Superset) -> dict[str, list[str]]:
    """Compare every chart with the marts, and return those that differ."""
    compared = {
        name: differences(superset.chart(name), superset.home.query(sql))
        for name, sql in FIGURES.items()
    }
    return {name: found[:2] for name, found in compared.items() if found}


def test_every_chart_shows_what_the_marts_say(superset: Superset) -> None:
    assert FIGURES.keys() == CHARTS.keys()
    assert wrong_charts(superset) == {}


def test_no_chart_is_empty_and_none_is_left_over(superset: Superset) -> None:
    empty = [name for name in CHARTS if not superset.chart(name)]
    assert empty == []
    placed = {
        part["meta"]["uuid"]
        for dashboard in DASHBOARDS.values()
        for part in dashboard["position"].values()
        if isinstance(part, dict) and part["type"] == "CHART"
    }
    assert placed == {chart["uuid"] for chart in CHARTS.values()}


def test_metrics_that_cannot_be_added_up_are_null(superset: Superset) -> None:
    """Whoever takes the filters off a chart gets no blend of several currencies or periods."""
    for name, metric in {
        "mrr": "mrr",
        "nrr_12": "nrr",
        "nps_quarters": "nps_value",
        "nps_distribution": "answers",
        "csat": "csat_value",
        "ranks": "accounts",
        "sns": "engagement_rate",
    }.items():
        number = superset.ids("chart")[CHARTS[name]["uuid"]]
        saved = superset("get", f"chart/{number}").json()["result"]["query_context"]
        context = json.loads(saved)
        for query in context["queries"]:
            query |= {"columns": [], "series_columns": [], "filters": [], "metrics": [metric]}
            query |= {"extras": {"where": "", "having": ""}, "orderby": []}
        assert rows(superset("post", "chart/data", context)) == [{metric: None}], name


# ---------------------------------------------------------------------------
# The bundle.
# ---------------------------------------------------------------------------


def stored(home: Home) -> dict[str, list[Any]]:
    """Return what the bundle filled, without the times and names of who changed it."""
    found = {}
    with sqlite3.connect(f"file:{home.instance / 'superset.db'}?mode=ro", uri=True) as connection:
        for table in FILLED:
            columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
            kept = [
                name
                for name in columns
                if not name.startswith(("changed_", "last_saved_", "last_eval"))
                and (table, name) != ("dashboard_slices", "id")
            ]
            found[table] = sorted(
                connection.execute(f"select {', '.join(kept)} from {table}").fetchall(), key=repr
            )
    return found


def prepare(home: Home) -> str:
    done = subprocess.run(
        [sys.executable, str(SERVE), "--prepare"],
        env=home.environment(KIZUNA_SUPERSET_PORT="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_second_import_changes_nothing(superset: Superset, home: Home) -> None:
    before = stored(home)
    assert len(before["slices"]) == len(CHARTS)
    assert len(before["dashboards"]) == len(DASHBOARDS)
    (home.instance / "imported").write_text("something else", encoding="utf-8")
    prepare(home)
    assert stored(home) == before


def test_own_changes_stay_until_the_bundle_changes(superset: Superset, home: Home) -> None:
    number = superset.ids("chart")[CHARTS["mrr"]["uuid"]]
    try:
        assert superset("put", f"chart/{number}", {"slice_name": "My MRR"}).status_code == 200
        prepare(home)
        told = superset("get", f"chart/{number}").json()["result"]["slice_name"]
        assert told == "My MRR"
    finally:
        superset("put", f"chart/{number}", {"slice_name": CHARTS["mrr"]["slice_name"]})


def test_datasets_have_the_columns_and_descriptions_of_the_marts(
    superset: Superset, home: Home
) -> None:
    for path in sorted((SUPERSET / "bundle/datasets").rglob("*.yaml")):
        number = next(
            value
            for key, value in superset.ids("dataset").items()
            if f"uuid: {key}\n" in path.read_text(encoding="utf-8")
        )
        dataset = superset("get", f"dataset/{number}").json()["result"]
        if dataset["sql"]:
            continue
        told = {
            row["column_name"]: row["comment"]
            for row in home.query(
                "select column_name, comment from duckdb_columns() "
                f"where table_name = '{dataset['table_name']}'"
            )
        }
        shown = {
            column["column_name"]: column["description"]
            for column in dataset["columns"]
            if not column["expression"]
        }
        assert shown == told, path.name
        assert all("／" in description for description in shown.values()), path.name


def test_labels_and_titles_are_in_both_languages() -> None:
    texts = [chart["slice_name"] for chart in CHARTS.values()]
    texts += [dashboard["dashboard_title"] for dashboard in DASHBOARDS.values()]
    for dashboard in DASHBOARDS.values():
        for part in dashboard["position"].values():
            if isinstance(part, dict) and part["type"] == "TAB":
                texts.append(part["meta"]["text"])
        for one in dashboard["metadata"]["native_filter_configuration"]:
            texts.append(one["name"])
    for path in sorted((SUPERSET / "bundle/datasets").rglob("*.yaml")):
        dataset = read(path)
        texts += [part["verbose_name"] for part in dataset["metrics"] + dataset["columns"]]
    names = {"MRR", "NPS", "GRR", "NRR", "CSAT"}  # the same in both
    assert [text for text in texts if "／" not in text and text not in names] == []


# ---------------------------------------------------------------------------
# Safety.
# ---------------------------------------------------------------------------


@pytest.fixture
def writable(superset: Superset) -> Iterator[int]:
    """The database without Superset's own bar on writing, so that the file's is what is left."""
    ((_, number),) = superset.ids("database").items()
    assert superset("get", f"database/{number}").json()["result"]["allow_dml"] is False
    assert superset("put", f"database/{number}", {"allow_dml": True}).status_code == 200
    try:
        yield number
    finally:
        assert superset("put", f"database/{number}", {"allow_dml": False}).status_code == 200


def run_sql(superset: Superset, database: int, sql: str) -> str:
    """Run a statement in SQL Lab and return what Superset says of it."""
    told = {"database_id": database, "sql": sql, "schema": "marts", "runAsync": False}
    return superset("post", "sqllab/execute/", told).text


@pytest.mark.parametrize(
    "sql",
    [
        "delete from marts.build_info",
        "update marts.build_info set git_commit = 'x'",
        "create table marts.mine as select 1 as x",
        "drop table marts.build_info",
    ],
)
def test_the_files_own_mode_refuses_a_write(superset: Superset, writable: int, sql: str) -> None:
    before = sha256(superset.home.published.read_bytes()).digest()
    assert "read-only mode" in run_sql(superset, writable, sql)
    assert sha256(superset.home.published.read_bytes()).digest() == before


def test_superset_refuses_a_write_before_the_file_does(superset: Superset) -> None:
    ((_, number),) = superset.ids("database").items()
    assert "DML" in run_sql(superset, number, "delete from marts.build_info")


@pytest.mark.parametrize(
    "sql", ["select * from read_text('/etc/hostname')", "select * from read_csv('/etc/passwd')"]
)
def test_sql_reads_no_other_file_of_the_machine(superset: Superset, sql: str) -> None:
    ((_, number),) = superset.ids("database").items()
    said = run_sql(superset, number, sql)
    assert "disabled by configuration" in said or "not allowed" in said, said


def test_nobody_gets_in_without_the_password(superset: Superset) -> None:
    for path in ("chart/", "dashboard/", "database/", "dataset/"):
        assert requests.get(f"{superset.address}/api/v1/{path}", timeout=30).status_code == 401
    told = {"username": "admin", "password": "admin", "provider": "db"}
    answer = requests.post(f"{superset.address}/api/v1/security/login", json=told, timeout=30)
    assert answer.status_code == 401
    page = requests.get(f"{superset.address}/superset/dashboard/kizuna-customers/", timeout=30)
    assert page.url.startswith(f"{superset.address}/login/")


def test_it_listens_on_the_loopback_address_alone(superset: Superset) -> None:
    port = f"{int(superset.address.rsplit(':', 1)[1]):04X}"
    listening = [
        line.split()[1]
        for name in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(name).read_text(encoding="ascii").splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port}")
    ]
    assert listening == [f"0100007F:{port}"]


def test_secrets_are_random_and_for_their_owner_alone(superset: Superset, home: Home) -> None:
    assert stat.S_IMODE(home.instance.stat().st_mode) == 0o700
    for name in ("admin-password", "secret-key"):
        file = home.instance / name
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert len(file.read_text(encoding="utf-8")) >= 40
    cookies = requests.get(f"{superset.address}/login/", timeout=30).headers["Set-Cookie"]
    assert "HttpOnly" in cookies
    assert "SameSite=Strict" in cookies


def test_what_cannot_be_served_is_told(home: Home, superset: Superset, tmp_path: Path) -> None:
    for environment, said in (
        ({"KIZUNA_HOME": str(tmp_path)}, f"Nothing is published in {tmp_path}"),
        (
            {
                "KIZUNA_HOME": str(home.root),
                "KIZUNA_SUPERSET_PORT": superset.address.rsplit(":", 1)[1],
            },
            "is in use",
        ),
    ):
        done = subprocess.run(
            [sys.executable, str(SERVE)],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        assert said in done.stderr
        assert "Traceback" not in done.stderr


# ---------------------------------------------------------------------------
# What a person sees.
# ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def driver(superset: Superset) -> Iterator[WebDriver]:
    """A browser in which the admin is logged in."""
    if reason := missing():
        pytest.skip(reason)
    with opened() as browser:
        sized(browser, (1400, 1600))
        browser.get(f"{superset.address}/login/")
        WebDriverWait(browser, 60).until(lambda page: page.find_elements(By.ID, "username"))
        browser.find_element(By.ID, "username").send_keys("admin")
        browser.find_element(By.ID, "password").send_keys(superset.password)
        browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        WebDriverWait(browser, 60).until(lambda page: "/login" not in page.current_url)
        yield browser


def tabs(driver: WebDriver, superset: Superset, slug: str) -> Iterator[tuple[int, str]]:
    """Open a dashboard and go through its tabs, each with all its charts drawn."""
    driver.get(f"{superset.address}/superset/dashboard/{slug}/")
    named = "[data-test=dashboard-component-tabs] [role=tab], .dashboard-component-tabs [role=tab]"
    WebDriverWait(driver, 60).until(lambda page: page.find_elements(By.CSS_SELECTOR, named))
    for number in range(len(driver.find_elements(By.CSS_SELECTOR, named))):
        tab = driver.find_elements(By.CSS_SELECTOR, named)[number]
        tab.click()
        drawn(driver)
        yield number, tab.text


def drawn(driver: WebDriver) -> None:
    """Wait until no chart that is seen is waiting for its figures."""
    script = """
        const seen = [...document.querySelectorAll('.dashboard-chart-id, [data-test-chart-id]')]
            .filter(chart => chart.offsetParent !== null);
        const ready = chart => chart.querySelector('canvas, table, svg, .superset-legacy-chart-big')
            && !chart.querySelector('.loading, [data-test=loading-indicator]');
        return seen.length > 0 && seen.every(ready);
    """
    until = time.monotonic() + SECONDS_TO_DRAW
    while not driver.execute_script(script):
        assert time.monotonic() < until, "not every chart was drawn"
        time.sleep(0.5)
    time.sleep(1.5)  # the charts' own animation


def asked(driver: WebDriver) -> list[dict[str, Any]]:
    """Return what the page asked the chart-data API for since the last call."""
    found = []
    for line in driver.get_log("performance"):
        message = json.loads(line["message"])["message"]
        if message["method"] != "Network.requestWillBeSent":
            continue
        request = message["params"]["request"]
        if request["method"] == "POST" and "/api/v1/chart/data" in request["url"]:
            number = {"requestId": message["params"]["requestId"]}
            body = driver.execute_cdp_cmd("Network.getRequestPostData", number)["postData"]
            found.append(json.loads(body))
    return found


@pytest.mark.parametrize("slug", [one["slug"] for one in DASHBOARDS.values()])
def test_every_chart_is_drawn_from_the_same_figures(
    driver: WebDriver, superset: Superset, slug: str
) -> None:
    """The page's own queries, asked again without what only shapes them for drawing."""
    (dashboard,) = [one for one in DASHBOARDS.values() if one["slug"] == slug]
    wanted = {
        name
        for name, chart in CHARTS.items()
        if any(
            isinstance(part, dict) and part.get("meta", {}).get("uuid") == chart["uuid"]
            for part in dashboard["position"].values()
        )
    }
    names = {superset.ids("chart")[chart["uuid"]]: name for name, chart in CHARTS.items()}
    asked(driver)
    seen = {}
    for number, _ in tabs(driver, superset, slug):
        picture(driver, PICTURES / f"superset-{slug.removeprefix('kizuna-')}-{number + 1}.png")
        text = driver.find_element(By.TAG_NAME, "body").text
        for failure in ("Unexpected error", "予期しないエラー", "エラーが発生", "Data error"):
            assert failure not in text
        for context in asked(driver):
            chart = context["form_data"].get("slice_id")
            if chart not in names:
                continue  # what the filters offer
            query = context["queries"][0]
            query["post_processing"] = []
            context["queries"] = [query]
            context["result_type"], context["result_format"] = "full", "json"
            seen[names[chart]] = rows(superset("post", "chart/data", context))
    assert seen.keys() == wanted
    wrong = {
        name: found[:2]
        for name in wanted
        if (found := differences(seen[name], superset.home.query(FIGURES[name])))
    }
    assert wrong == {}


def test_the_five_customers_to_call_can_be_read(driver: WebDriver, superset: Superset) -> None:
    calls = sorted(superset.home.query(FIGURES["calls"]), key=lambda row: row["call_priority"])
    assert len(calls) == 5
    next(tabs(driver, superset, "kizuna-customers"))
    text = driver.find_element(By.TAG_NAME, "body").text
    for call in calls:
        for part in ("account_name", "reason", "owner_name"):
            assert " ".join(call[part].split()) in " ".join(text.split())
    months = superset.home.query(FIGURES["mrr"])
    newest = max(months, key=lambda row: row["month"])
    assert f"{newest['mrr']:,.0f}" in text


def test_no_request_leaves_and_nothing_else_is_complained_of(
    driver: WebDriver, superset: Superset
) -> None:
    """Superset's page has a pixel that counts users: the policy stops it before it is asked for."""
    driver.get_log("browser")
    driver.get_log("performance")
    next(tabs(driver, superset, "kizuna-channels"))
    sent, stopped = {}, set()
    for line in driver.get_log("performance"):
        message = json.loads(line["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            sent[message["params"]["requestId"]] = message["params"]["request"]["url"]
        elif message["params"].get("blockedReason") == "csp":
            stopped.add(message["params"]["requestId"])
    own = (superset.address, "data:", "blob:", "about:")
    left = [url for key, url in sent.items() if not url.startswith(own) and key not in stopped]
    assert left == []
    complaints = [
        line["message"]
        for line in driver.get_log("browser")
        if line["level"] == "SEVERE" and "Content Security Policy" not in line["message"]
    ]
    assert complaints == []


# ---------------------------------------------------------------------------
# A publish meanwhile. The last test, since it moves `current`.
# ---------------------------------------------------------------------------


def test_a_build_published_meanwhile_is_what_charts_show_next(
    superset: Superset, home: Home, driver: WebDriver
) -> None:
    before = {name: superset.chart(name) for name in CHARTS}
    old = home.published.resolve()
    home.kizuna("run", "--as-of", "2026-02-28", "--skip-unit-tests")
    try:
        assert home.published.resolve() != old
        assert wrong_charts(superset) == {}
        after = {name: superset.chart(name) for name in CHARTS}
        moved = [name for name in CHARTS if ordered(before[name]) != ordered(after[name])]
        assert len(moved) >= len(CHARTS) * 0.8, moved
        next(tabs(driver, superset, "kizuna-customers"))
        picture(driver, PICTURES / "after-publish.png")
        assert "2026-02-28" in driver.find_element(By.TAG_NAME, "body").text
    finally:
        home.kizuna("rollback")
    assert home.published.resolve() == old
    again = {name: superset.chart(name) for name in CHARTS}
    assert {name: ordered(found) for name, found in again.items()} == {
        name: ordered(found) for name, found in before.items()
    }
