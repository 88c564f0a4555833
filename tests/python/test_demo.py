from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kizuna.demo import write_demo
from kizuna.home import Home, find_project
from kizuna.load import ledger
from kizuna.load.loader import FileLoad, Loader

Connection = duckdb.DuckDBPyConnection

FIRST_MOMENT = "timestamp '2024-09-30 15:00:00'"  # 2024-10-01 00:00 in Tokyo, in UTC
END = "timestamp '2026-03-31 15:00:00'"  # 2026-04-01 00:00 in Tokyo, in UTC


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("demo"))
    write_demo(home.landing)
    return home


@pytest.fixture(scope="module")
def warehouse(home: Home) -> Iterator[tuple[Connection, list[FileLoad]]]:
    with ledger.connect(home.warehouse) as connection:
        yield connection, list(Loader(find_project(), home, connection).load([]))


@pytest.fixture(scope="module")
def raw(warehouse: tuple[Connection, list[FileLoad]]) -> Connection:
    return warehouse[0]


def query(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def rate(connection: Connection, sql: str) -> float:
    return float(query(connection, sql)[0][0])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.csv")
    }


def test_same_seed_gives_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    files = write_demo(tmp_path / "one", seed=7)
    write_demo(tmp_path / "two", seed=7)
    write_demo(tmp_path / "three", seed=8)
    one, two, three = (contents(tmp_path / name) for name in ("one", "two", "three"))
    assert files == sorted(tmp_path / "one" / name for name in one)
    assert one == two
    assert one["generic/accounts/accounts.csv"] != three["generic/accounts/accounts.csv"]
    assert not {name for name in one.keys() & three.keys() if one[name] == three[name]}


def test_every_file_loads_without_a_rejected_row(
    warehouse: tuple[Connection, list[FileLoad]], home: Home
) -> None:
    connection, loads = warehouse
    assert [(load.file, load.error) for load in loads if load.error] == []
    tables = [(load.file, table) for load in loads for table in load.tables]
    assert [(file, table.problems) for file, table in tables if table.rows_rejected] == []
    assert all(table.rows_loaded for _, table in tables)
    assert len(loads) == len(contents(home.landing)) == 49
    assert query(
        connection, "select distinct mapping from ops.loads where mapping is not null"
    ) == [("form_nps",)]


def test_nothing_happens_outside_the_eighteen_months(raw: Connection) -> None:
    columns = query(
        raw,
        "select table_schema, table_name, column_name, data_type from information_schema.columns "
        "where table_schema like 'raw_%' and table_schema <> 'raw_reference' "
        "and column_name not like '\\_%' escape '\\' "
        "and data_type in ('DATE', 'TIMESTAMP') and column_name <> 'ends_on'",
    )
    assert len(columns) > 10
    for schema, table, column, data_type in columns:
        local_midnight = f"timezone('Asia/Tokyo', cast({column} as timestamp))"
        moment = column if data_type == "TIMESTAMP" else f"timezone('UTC', {local_midnight})"
        outside = query(
            raw,
            f"select {column} from {schema}.{table} where not "
            f"({moment} >= {FIRST_MOMENT} and {moment} < {END})",
        )
        assert (table, column, outside) == (table, column, [])


def test_periods_of_a_chain_are_half_open_and_do_not_overlap(raw: Connection) -> None:
    rows = query(
        raw,
        "select account_id, started_on, coalesce(ends_on, date '9999-12-31'), product "
        "from raw_generic.subscriptions where charge_type = 'recurring' and not is_trial "
        "order by account_id, started_on",
    )
    assert all(start < end for _, start, end, _ in rows)
    following = [(old, new) for old, new in pairwise(rows) if old[0] == new[0]]
    assert [(old, new) for old, new in following if old[2] > new[1]] == []
    touching = [(old, new) for old, new in following if old[2] == new[1]]
    changes = [(old, new) for old, new in touching if old[3] != new[3]]
    assert len(touching) > len(changes) > 10
    assert len(following) - len(touching) >= 3, "some customers come back after a pause"


def test_contracts_have_every_kind_that_mrr_must_tell_apart(raw: Connection) -> None:
    kinds = query(
        raw,
        "select distinct billing_interval from raw_generic.subscriptions "
        "where charge_type = 'recurring' and not is_trial order by all",
    )
    assert kinds == [("half_year",), ("month",), ("quarter",), ("year",)]
    [(one_off, trials, dollars, future)] = query(
        raw,
        "select count(*) filter (charge_type = 'one_off'), count(*) filter (is_trial), "
        "count(distinct account_id) filter (currency = 'USD'), "
        "count(*) filter (ends_on > date '2026-03-31') from raw_generic.subscriptions",
    )
    assert (one_off, dollars) == (2, 2)
    assert trials > 5
    assert future > 20
    prospects = (
        "select count(*) from raw_generic.accounts anti join raw_generic.subscriptions "
        "using (account_id)"
    )
    assert rate(raw, prospects) > 20


def test_logo_churn_is_one_to_two_percent_a_month(raw: Connection) -> None:
    churn = rate(
        raw,
        """
        with month_ends as (
            select unnest(generate_series(date '2024-11-01', date '2026-04-01', interval 1 month))
                as month_end
        ),
        customers as (
            select distinct month_end, account_id
            from month_ends
            inner join raw_generic.subscriptions
                on started_on < month_end and coalesce(ends_on, date '9999-12-31') >= month_end
            where charge_type = 'recurring' and not is_trial
        )
        select count(*) filter (later.account_id is null) / count(*)
        from customers
        left join customers as later
            on customers.account_id = later.account_id
            and later.month_end = customers.month_end + interval 1 month
        where customers.month_end < date '2026-04-01'
        """,
    )
    assert 0.01 < churn < 0.022


def test_corporate_numbers_have_a_valid_check_digit(raw: Connection) -> None:
    numbers = [
        number
        for (number,) in query(
            raw, "select corporate_number from raw_generic.accounts where corporate_number <> ''"
        )
    ]
    assert len(numbers) > 180
    for number in numbers:
        weighted = sum(
            int(digit) * (1 if place % 2 else 2)
            for place, digit in enumerate(reversed(number[1:]), 1)
        )
        assert (len(number), int(number[0])) == (13, 9 - weighted % 9)
    assert len(numbers) - len(set(numbers)) == 4, "four companies were entered twice"


def test_mail_rates_are_plausible_and_machines_are_among_them(raw: Connection) -> None:
    [(delivered, opens, clicks, hard, soft, unsubscribes, complaints)] = query(
        raw,
        "select count(*) filter (event_type = 'delivered'), "
        "count(distinct send_id) filter (event_type = 'open'), "
        "count(distinct send_id) filter (event_type = 'click'), "
        "count(*) filter (event_type = 'hard_bounce'), "
        "count(*) filter (event_type = 'soft_bounce'), "
        "count(*) filter (event_type = 'unsubscribe'), "
        "count(*) filter (event_type = 'complaint') from raw_generic.email_events",
    )
    [(sent,)] = query(raw, "select count(*) from raw_generic.email_sends")
    assert sent == delivered + hard + soft
    assert 0.20 < opens / delivered < 0.35
    assert 0.02 < clicks / delivered < 0.05
    assert 0.003 < hard / sent < 0.007
    assert 0.007 < soft / sent < 0.013
    assert 0 < unsubscribes < 30
    assert 1 <= complaints <= 3
    machines = rate(
        raw,
        "select avg(cast(user_agent = 'Mozilla/5.0' or user_agent like '%LinkScan%' "
        "or coalesce(is_bot, false) as integer)) from raw_generic.email_events "
        "where event_type in ('open', 'click')",
    )
    assert 0.15 < machines < 0.21
    scans = query(
        raw,
        "select send_id from raw_generic.email_events where event_type = 'click' "
        "group by send_id, occurred_at having count(distinct url) >= 3",
    )
    assert scans


def test_half_of_those_who_register_attend(raw: Connection) -> None:
    attendance = rate(
        raw,
        "select avg(cast(came as integer)) from (select bool_or(attended) as came "
        "from raw_zoom.attendees where section = 'attendee' group by webinar_id, email)",
    )
    assert 0.45 < attendance < 0.65
    unknown = query(
        raw,
        "select distinct email from raw_zoom.attendees "
        "anti join raw_generic.contacts using (email)",
    )
    assert 10 < len(unknown) < 100


def test_nps_of_each_wave_lies_in_the_middle_and_some_scores_are_blank(raw: Connection) -> None:
    waves = query(
        raw,
        "select survey_id, count(*), count(*) - count(score), "
        "100 * (count(*) filter (score >= 9) - count(*) filter (score <= 6)) / count(score) "
        "from raw_generic.survey_responses where source_system = 'form_nps' "
        "group by survey_id order by survey_id",
    )
    assert [wave[0] for wave in waves] == ["NPS-2024-11", "NPS-2025-05", "NPS-2025-11"]
    for _, answers, blanks, nps in waves:
        assert 60 <= answers <= 120
        assert blanks
        assert -20 <= nps <= 20
    ids = rate(
        raw, "select count(*) - count(distinct response_id) from raw_generic.survey_responses"
    )
    assert ids == 0


def test_x_engagement_is_one_to_four_percent_and_adds_up(raw: Connection) -> None:
    engagement = rate(raw, "select sum(engagements) / sum(impressions) from raw_x.post_activity")
    assert 0.01 < engagement < 0.04
    wrong = query(
        raw,
        "select post_id from raw_x.post_activity where engagements "
        "< likes + reposts + replies + profile_clicks + url_clicks + follows "
        "or abs(engagement_rate - engagements / impressions) > 1e-9",
    )
    assert wrong == []


def test_files_have_their_vendors_form(home: Home) -> None:
    form = (home.landing / "form_nps" / "nps-2025-05.csv").read_bytes()
    assert form.decode("cp932").startswith("回答日時,")
    assert form.count(b"\r\n") == form.count(b"\n")
    headers = []
    for file in sorted((home.landing / "facebook").rglob("*.csv")):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, description, *posts = csv.reader(lines)
        assert description[:8] == [""] * 8
        assert 15 <= len(posts) <= 25
        headers.append(header)
    shares = "Lifetime Post Stories by action type - share"
    assert [shares in header for header in headers] == [False, True, True]
    for file in (home.landing / "x").rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            posts = list(csv.reader(lines))
        assert {len(post) for post in posts} == {40}
        assert 8 <= len(posts) - 1 <= 15
    reports = sorted((home.landing / "zoom").rglob("*.csv"), key=lambda path: path.stem[-8:])
    titles = [report.read_text(encoding="utf-8-sig").splitlines()[0] for report in reports]
    assert titles == ["Attendee Report"] * 14 + ["出席者レポート"] * 4
