"""The engagement score against METRICS 3 worked out by hand, against its own past and the truth."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import correlation, mean
from typing import Any

import duckdb
import pytest

import score_by_hand as by_hand
from conftest import FULL, Kizuna
from score_by_hand import (
    AccountPeriod,
    Band,
    BreadthTarget,
    Company,
    Employment,
    Event,
    HistoryRow,
    Link,
    Parameters,
    RoleText,
    RoleWeight,
    Rules,
    ScoringRule,
    State,
)

PAST_BUILDS = 8 if FULL else 3
UNRELATED_ACCOUNTS = 1000
RANK_CORRELATION = 0.8
# Two roundings of one number to 9 decimals can lie one step apart.
TOLERANCE = 1e-9 + 1e-12
long_form = pytest.mark.skipif(
    not FULL, reason="builds the warehouse several times; part of make test-full"
)
Key = tuple[Any, ...]

# ---------------------------------------------------------------------------
# The oracle itself, on companies small enough to be worked out with a pencil.
# ---------------------------------------------------------------------------

TODAY = date(2026, 3, 31).toordinal()
LONG_AGO, NEVER = date(1900, 1, 1).toordinal(), date(9999, 12, 31).toordinal()
RANKS = [Band("A", 80), Band("B", 60), Band("C", 40), Band("D", 20), Band("E", 0)]
DEPTHS = {"page_viewed": 1, "email_unsubscribed": 1, "meeting_held": 3}
DIRECTIONS = {"meeting_held": "two_way", "email_sent": "outbound"}
VALENCES = {"email_unsubscribed": -1, "complaint_received": -1}
RULES = Rules(
    scoring=[
        ScoringRule("page_viewed", 1, 14, 10, LONG_AGO),
        ScoringRule("content_downloaded", 8, 30, 3, LONG_AGO),
        ScoringRule("webinar_attended", 10, 30, 2, LONG_AGO),
        ScoringRule("meeting_held", 15, 60, 2, LONG_AGO),
        ScoringRule("email_unsubscribed", 5, 60, 1, LONG_AGO),
    ],
    parameters=[Parameters("1", LONG_AGO, 20, 15, 0.5, 0.3, 0.2, 30, 20, 3)],
    roles=[
        RoleWeight(LONG_AGO, 1, "取締役", "executive", 2.0),
        RoleWeight(LONG_AGO, 2, "manager", "manager", 1.5),
        RoleWeight(LONG_AGO, 9, "", "(unknown)", 1.0),
    ],
    targets=[BreadthTarget(LONG_AGO, "1-29", 2, 2), BreadthTarget(LONG_AGO, "(default)", 4, 3)],
    bands=RANKS,
)


def event(
    kind: str, age: int, contact: str | None = "c1", known: int | None = None, no: int = 1
) -> Event:
    """Return an event `age` days before today, known `known` days before today."""
    day = TODAY - age
    return Event(
        event_id=f"{contact}-{kind}-{age}-{no}",
        contact_id=contact,
        event_type=kind,
        occurred_at=datetime.fromordinal(day) + timedelta(hours=1, minutes=no),
        day=day,
        known_on=TODAY - (age if known is None else known),
        depth=DEPTHS.get(kind, 2),
        valence=VALENCES.get(kind, 0),
        direction=DIRECTIONS.get(kind, "inbound"),
        is_machine=False,
    )


def company(
    *events: Event,
    links: Iterable[Link] = (),
    roles: Mapping[str, str] | None = None,
    size_band: str | None = None,
    contacts: Iterable[str] = ("c1",),
    known_for: int = 1000,
    contacts_known_for: int = 1000,
    rules: Rules = RULES,
) -> Company:
    """Return the facts of one account `a`: by default all events are its own from ever on."""
    own = list(links) or [Link(one, "a", LONG_AGO, NEVER) for one in events]
    return Company(
        as_of=TODAY,
        rules=replace(rules, _of_day={}),
        events=[*events, *(link.event for link in links)],
        links={"a": own},
        employments={"a": [Employment(one, TODAY - contacts_known_for, NEVER) for one in contacts]},
        role_texts={
            contact: [RoleText(title, LONG_AGO, NEVER, LONG_AGO, NEVER)]
            for contact, title in (roles or {}).items()
        },
        accounts={"a": [AccountPeriod(TODAY - known_for, NEVER, size_band, TODAY - known_for)]},
    )


def raw(facts: Company, contact: str = "c1") -> list[float]:
    """Return the points of a contact's events today, the oldest event first."""
    contributions = facts.score("a", State.of_day(TODAY)).contributions[contact]
    return [points for _, points in sorted(contributions, key=lambda row: row[0].order)]


@pytest.mark.parametrize(("age", "points"), [(0, 10), (14, 7.2363), (30, 5), (60, 2.5), (90, 1.25)])
def test_by_hand_points_fall_by_half(age: int, points: float) -> None:
    assert by_hand.contribution(10, 30, age) == pytest.approx(points, abs=5e-5)
    assert raw(company(event("webinar_attended", age))) == pytest.approx([points], abs=5e-5)


def test_by_hand_only_the_first_events_of_a_day_count() -> None:
    twice = [event("webinar_attended", 0, no=no) for no in (1, 2)]
    assert raw(company(*twice)) == [10, 10]
    assert raw(company(*twice, event("webinar_attended", 0, no=3))) == [10, 10]
    assert raw(company(*twice, event("webinar_attended", 1, no=3))) == [
        pytest.approx(10 * 2 ** (-1 / 30)),
        10,
        10,
    ]


def test_by_hand_a_tie_in_time_is_broken_by_id() -> None:
    tied = [
        replace(event("webinar_attended", 0), event_id=name, occurred_at=datetime(2026, 3, 31))
        for name in ("z", "x", "y")
    ]
    facts = company(*tied)
    scored = facts.score("a", State.of_day(TODAY))
    assert sorted(one.event_id for one, _ in scored.contributions["c1"]) == ["x", "y"]
    assert scored.last_engaged["c1"].event_id == "z"
    assert [row.event_id for row in facts.ledger("a") if row.component == "recency"] == ["z"]


def test_by_hand_the_cap_counts_what_was_known() -> None:
    """An early event that came late pushes the last one of its day out, once it is there."""
    first = event("webinar_attended", 60, known=5, no=1)
    later = [event("webinar_attended", 60, no=no) for no in (2, 3)]
    facts = company(first, *later)
    before = facts.score("a", State.of_day(TODAY - 6)).contributions["c1"]
    now = facts.score("a", State.of_day(TODAY)).contributions["c1"]
    assert {one.event_id for one, _ in before} == {one.event_id for one in later}
    assert {one.event_id for one, _ in now} == {first.event_id, later[0].event_id}


def test_by_hand_unknown_people_share_one_cap_per_account() -> None:
    strangers = [event("meeting_held", 0, contact=None, no=no) for no in (1, 2, 3)]
    assert raw(company(*strangers), "(unknown)") == [15, 15]


@pytest.mark.parametrize(
    ("before", "score", "rank"),
    [
        (None, 19.999, "E"),
        (None, 20, "D"),
        (None, 79.999, "B"),
        (None, 80, "A"),
        (None, 0, "E"),
        (None, 100, "A"),
        ("D", 42.999, "D"),
        ("D", 43, "C"),
        ("C", 37, "C"),
        ("C", 36.999, "D"),
        ("E", 62.999, "C"),
        ("E", 63, "B"),
        ("E", 22.999, "E"),
        ("E", 83, "A"),
        ("A", 77, "A"),
        ("A", 76.999, "B"),
        ("A", 17, "D"),
        ("A", 16.999, "E"),
    ],
)
def test_by_hand_ranks(before: str | None, score: float, rank: str) -> None:
    assert by_hand.rank_after(before, score, RANKS, 3) == rank


def test_by_hand_an_account_in_figures() -> None:
    """15 points at one half-life, a manager of a small company: 7.5 raw, root 2.7386, x 1.5."""
    facts = company(event("meeting_held", 60), roles={"c1": "Sales Manager"}, size_band="1-29")
    [row] = [row for row in facts.history("a") if row.as_of_date.toordinal() == TODAY]
    # 100 * (1 - exp(-4.107919 / 15)); 50 * 1/2 + 50 * 1/2; 100 * 2^(-60/30); the sum.
    assert row.depth_score == pytest.approx(23.9562, abs=5e-5)
    assert (row.breadth_score, row.recency_score) == (50, 25)
    assert row.engagement_score == pytest.approx(31.9781, abs=5e-5)
    assert (row.status, row.rank) == ("active", "D")
    assert row.reciprocity_90d == 0.5
    assert facts.contact_score("c1") == pytest.approx(31.2711, abs=5e-5)


def test_by_hand_one_super_user_does_not_outweigh_five() -> None:
    """74 points of one person have the root 8.6; 10 points of each of five have 15.8 in all."""
    busy = [("meeting_held", 2), ("webinar_attended", 2), ("content_downloaded", 3)]
    one = company(*(event(kind, 0, no=no) for kind, times in busy for no in range(times)))
    many = company(*(event("webinar_attended", 0, f"c{no}") for no in range(5)))
    single, several = (facts.score("a", State.of_day(TODAY)) for facts in (one, many))
    assert sum(raw(one)) == 74
    assert single.depth == pytest.approx(43.6444, abs=5e-5)
    assert several.depth == pytest.approx(65.1491, abs=5e-5)
    assert single.breadth == pytest.approx(50 / 4 + 50 / 3, abs=1e-9)
    assert several.breadth == pytest.approx(50 + 50 / 3, abs=1e-9)


def test_by_hand_statuses() -> None:
    meeting = event("meeting_held", 10)
    viewed = event("page_viewed", 10)
    assert company(meeting, contacts=()).status("a", TODAY) == ("no_coverage", None)
    assert company(meeting, known_for=27).status("a", TODAY) == ("insufficient_history", None)
    few_days = company(meeting, contacts_known_for=27)
    assert few_days.status("a", TODAY) == ("insufficient_history", None)
    assert company(meeting, known_for=28).status("a", TODAY)[0] == "active"
    assert company(meeting, known_for=5, contacts=()).status("a", TODAY)[0] == "no_coverage"
    assert company(viewed).status("a", TODAY) == ("never", 0)
    dormant, score = company(event("meeting_held", 300)).status("a", TODAY)
    assert dormant == "dormant"
    assert score is not None
    assert 0 < score < 20


def test_by_hand_negative_events_are_beside_the_score() -> None:
    unsubscribed = event("email_unsubscribed", 60)
    facts = company(event("meeting_held", 60), unsubscribed)
    without = company(event("meeting_held", 60))
    assert facts.score_on("a", TODAY) == without.score_on("a", TODAY)
    assert facts.negative_points("a", TODAY) == 2.5


def test_by_hand_rules_score_old_events_from_their_first_day() -> None:
    doubled = replace(RULES.scoring[3], points=30, valid_from=TODAY - 5)
    rules = replace(RULES, scoring=[*RULES.scoring, doubled])
    facts = company(event("meeting_held", 60), rules=rules)
    assert raw(facts) == [15]
    early = facts.score("a", State.of_day(TODAY - 6)).contributions["c1"]
    assert early[0][1] == pytest.approx(15 * 2 ** (-54 / 60))
    reasons = {row.reason: row.points for row in facts.changes("a")}
    assert reasons["rules"] > 0
    assert reasons["people_and_identity"] == reasons["new_events"] == reasons["late_facts"] == 0
    assert sum(reasons.values()) == pytest.approx(facts.trend("a", TODAY), abs=1e-9)


def test_by_hand_every_step_of_a_change_has_its_reason() -> None:
    old, late = event("meeting_held", 60), event("meeting_held", 50, known=3)
    new, moved = event("webinar_attended", 3), event("content_downloaded", 70, "c2")
    links = [Link(one, "a", LONG_AGO, NEVER) for one in (old, late, new)]
    links.append(Link(moved, "a", TODAY - 10, NEVER))
    facts = company(links=links)
    reasons = {row.reason: row.points for row in facts.changes("a")}
    assert reasons["passing_of_time"] < 0
    assert all(reasons[name] > 0 for name in ("late_facts", "new_events", "people_and_identity"))
    assert reasons["rules"] == 0
    assert sum(reasons.values()) == pytest.approx(facts.trend("a", TODAY), abs=1e-9)
    ledger = facts.ledger("a")
    assert sum(row.points for row in ledger) == pytest.approx(facts.score_on("a", TODAY), abs=1e-9)
    assert {row.event_id for row in ledger if row.component == "recency"} == {new.event_id}


def test_by_hand_z_needs_26_weeks_and_a_spread() -> None:
    trends = [float(number) for number in range(1, 27)]
    # Mean 13.5, sample deviation sqrt(58.5).
    assert by_hand.z_of(20, trends) == pytest.approx(0.849837, abs=5e-7)
    assert by_hand.z_of(20, [None, *trends[1:]]) is None
    assert by_hand.z_of(None, trends) is None
    assert by_hand.z_of(20, [3.0] * 26) is None


def test_by_hand_weeks_end_on_sundays_strictly_before() -> None:
    sunday = date(2026, 3, 29)
    for day, first in [(date(2026, 3, 31), sunday), (sunday, date(2026, 3, 22))]:
        found = by_hand.sundays_before(day.toordinal(), 26)
        assert date.fromordinal(found[0]) == first
        assert {date.fromordinal(one).isoweekday() for one in found} == {7}
        assert len(set(found)) == 26
        assert found[0] - found[-1] == 25 * 7


# ---------------------------------------------------------------------------
# The marts of the demo company.
# ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest) -> Kizuna:
    """The demo, loaded and built. KIZUNA_TRUTH_HOME names a home where that was done already."""
    done = os.environ.get("KIZUNA_TRUTH_HOME")
    if done:
        return Kizuna(Path(done))
    demo: Kizuna = request.getfixturevalue("demo")
    return demo


@pytest.fixture(scope="module")
def warehouse(home: Kizuna) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(home.home / "warehouse/kizuna.duckdb", read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def facts(warehouse: duckdb.DuckDBPyConnection) -> Company:
    return by_hand.read_company(warehouse)


@pytest.fixture(scope="module")
def history(facts: Company) -> dict[Key, HistoryRow]:
    return {
        (row.account_id, row.as_of_date): row
        for account_id in facts.accounts
        for row in facts.history(account_id)
    }


def is_same(one: object, other: object, tolerance: float = TOLERANCE) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= tolerance
    return one == other


def differences(
    found: Mapping[Key, tuple[Any, ...]], wanted: Mapping[Key, tuple[Any, ...]]
) -> list[str]:
    """Return what differs, rows that only one side has first; empty where nothing does."""
    told = [f"only in the mart: {key}" for key in sorted(found.keys() - wanted.keys(), key=str)]
    told += [f"only by hand: {key}" for key in sorted(wanted.keys() - found.keys(), key=str)]
    for key in sorted(found.keys() & wanted.keys(), key=str):
        pairs = zip(found[key], wanted[key], strict=True)
        if not all(is_same(one, other) for one, other in pairs):
            told.append(f"{key}: mart {found[key]}, by hand {wanted[key]}")
    return told[:10]


def published(
    warehouse: duckdb.DuckDBPyConnection, mart: str, keys: list[str], columns: list[str]
) -> dict[Key, tuple[Any, ...]]:
    listed = ", ".join([*keys, *columns])
    rows = warehouse.execute(f"select {listed} from marts.{mart}").fetchall()
    by_key = {row[: len(keys)]: row[len(keys) :] for row in rows}
    assert len(by_key) == len(rows), f"{mart} has rows with one key"
    assert rows, f"{mart} is empty"
    return by_key


@pytest.mark.build
def test_history_is_that_worked_out_by_hand(
    warehouse: duckdb.DuckDBPyConnection, history: dict[Key, HistoryRow]
) -> None:
    columns = [
        column.name
        for column in fields(HistoryRow)
        if column.name not in {"account_id", "as_of_date", "trend_z"}
    ]
    found = published(
        warehouse, "account_engagement_history", ["account_id", "as_of_date"], columns
    )
    wanted = {
        key: tuple(getattr(row, column) for column in columns) for key, row in history.items()
    }
    assert differences(found, wanted) == []
    statuses = {row.status for row in history.values()}
    assert statuses == {"active", "dormant", "never", "no_coverage", "insufficient_history"}
    assert {row.rank for row in history.values()} == {*"ABCDE", None}


@pytest.mark.build
def test_z_of_the_trend_is_that_worked_out_by_hand(
    warehouse: duckdb.DuckDBPyConnection, facts: Company
) -> None:
    """A step in the last decimal of a trend moves z by that over the deviation, so z is worked out
    from the published trends."""
    rows = published(
        warehouse,
        "account_engagement_history",
        ["account_id", "as_of_date"],
        ["trend_28d", "trend_z"],
    )
    wanted: dict[Key, tuple[Any, ...]] = {}
    told = 0
    for account_id, day in rows:
        sundays = by_hand.sundays_before(day.toordinal(), by_hand.WEEKS)
        before = [
            rows.get((account_id, date.fromordinal(sunday)), (None, None))[0] for sunday in sundays
        ]
        z = by_hand.z_of(rows[account_id, day][0], before)
        wanted[account_id, day] = (z,)
        told += z is not None
    assert told > 1000
    found = {key: (z,) for key, (_, z) in rows.items()}
    assert differences(found, wanted) == []


@pytest.mark.build
def test_ledger_is_that_worked_out_by_hand(
    warehouse: duckdb.DuckDBPyConnection, facts: Company
) -> None:
    keys = ["account_id", "component", "contact_id", "event_id"]
    columns = ["as_of_date", "event_type", "occurred_at", "points"]
    found = published(warehouse, "engagement_score_ledger", keys, columns)
    as_of = date.fromordinal(facts.as_of)
    wanted: dict[Key, tuple[Any, ...]] = {
        (row.account_id, row.component, row.contact_id, row.event_id): (
            *(as_of, row.event_type, row.occurred_at, row.points),
        )
        for account_id in facts.accounts
        for row in facts.ledger(account_id)
    }
    assert differences(found, wanted) == []
    components = {key[1] for key in wanted}
    assert components == {"depth", "breadth_contacts", "breadth_roles", "recency"}


@pytest.mark.build
def test_reasons_of_change_are_those_worked_out_by_hand(
    warehouse: duckdb.DuckDBPyConnection, facts: Company
) -> None:
    found = published(
        warehouse,
        "engagement_score_changes",
        ["account_id", "reason"],
        ["as_of_date", "from_date", "points"],
    )
    as_of = date.fromordinal(facts.as_of)
    wanted: dict[Key, tuple[Any, ...]] = {
        (row.account_id, row.reason): (as_of, row.from_date, row.points)
        for account_id in facts.accounts
        for row in facts.changes(account_id)
    }
    assert differences(found, wanted) == []
    moved = {reason for (_, reason), (*_, points) in wanted.items() if points != 0}
    assert moved >= {"passing_of_time", "late_facts", "new_events"}


@pytest.mark.build
def test_scores_of_contacts_are_those_worked_out_by_hand(
    warehouse: duckdb.DuckDBPyConnection, facts: Company
) -> None:
    found = published(warehouse, "dim_contacts", ["contact_id"], ["contact_score"])
    wanted = {key: (facts.contact_score(str(key[0])),) for key in found}
    assert differences(found, wanted) == []
    assert len({score for (score,) in wanted.values()}) > len(wanted) / 4


@pytest.mark.build
def test_accounts_show_their_score_of_the_as_of_day(
    warehouse: duckdb.DuckDBPyConnection, facts: Company, history: dict[Key, HistoryRow]
) -> None:
    columns = ["engagement_score", "engagement_rank", "engagement_status"]
    found = published(warehouse, "dim_accounts", ["account_id"], columns)
    as_of = date.fromordinal(facts.as_of)
    wanted: dict[Key, tuple[Any, ...]] = {
        (row.account_id,): (row.engagement_score, row.rank, row.status)
        for row in history.values()
        if row.as_of_date == as_of
    }
    assert differences(found, wanted) == []


# ---------------------------------------------------------------------------
# Nothing from the future, nothing from others.
# ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Builds:
    """Histories of other builds: of everything and 1,000 more accounts, and of past days."""

    unrelated: dict[Key, tuple[Any, ...]]
    past: dict[date, dict[Key, tuple[Any, ...]]]


def rows_of(file: Path | str, connection: duckdb.DuckDBPyConnection) -> dict[Key, tuple[Any, ...]]:
    columns = ", ".join(column.name for column in fields(HistoryRow))
    rows = connection.execute(f"select {columns} from {file}").fetchall()
    return {row[:2]: row[2:] for row in rows}


def write_unrelated(folder: Path, as_of: date) -> list[Path]:
    """Write accounts that no tool knows, each with somebody who downloads and meets."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number in range(UNRELATED_ACCOUNTS):
        account, contact = f"u{number:04}", f"up{number:04}"
        domain = f"mukankei-{number:04}.example"
        began = as_of - timedelta(days=200 + number % 300)
        tables["accounts"].append(
            {
                "account_id": account,
                "account_name": f"無関係{number:04}商店",
                "domain": domain,
                "created_at": f"{began} 09:00:00",
            }
        )
        tables["contacts"].append(
            {
                "contact_id": contact,
                "account_id": account,
                "email": f"who@{domain}",
                "role": ["部長", "主任", ""][number % 3],
                "created_at": f"{began} 09:30:00",
            }
        )
        for kind, days_ago in [("content_downloaded", number % 97), ("meeting_held", number % 61)]:
            tables["activities"].append(
                {
                    "activity_id": f"{account}-{kind}",
                    "event_type": kind,
                    "contact_id": contact,
                    "occurred_at": f"{as_of - timedelta(days=days_ago)} 10:00:00",
                }
            )
    return [write_csv(folder / f"{table}.csv", rows) for table, rows in tables.items()]


def write_csv(file: Path, rows: list[dict[str, Any]]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def late_activities(folder: Path, connection: duckdb.DuckDBPyConnection, as_of: date) -> Path:
    """Write what well-known people did weeks ago and nobody told of."""
    emails = connection.execute(
        "select email from intermediate.int_identity__contacts where email is not null "
        "and account_id is not null and not is_internal order by contact_id limit 50"
    ).fetchall()
    assert emails
    return write_csv(
        folder / "activities_late.csv",
        [
            {
                "activity_id": f"late-{number}",
                "event_type": "referral_made",
                "email": email,
                "occurred_at": f"{as_of - timedelta(days=3 + number)} 11:00:00",
            }
            for number, (email,) in enumerate(emails)
        ],
    )


@pytest.fixture(scope="module")
def builds(
    home: Kizuna,
    warehouse: duckdb.DuckDBPyConnection,
    facts: Company,
    tmp_path_factory: pytest.TempPathFactory,
) -> Builds:
    """Build a copy of the home with more accounts and late rows, then as of ever earlier days."""
    folder = tmp_path_factory.mktemp("score")
    other = Kizuna(folder / "home")
    shutil.copytree(
        home.home, other.home, symlinks=True, ignore=shutil.ignore_patterns("published", "target")
    )
    as_of = date.fromordinal(facts.as_of)
    other("load", "--backfill", *write_unrelated(folder, as_of))
    other("load", late_activities(folder, warehouse, as_of))
    first = min(period.start for periods in facts.accounts.values() for period in periods)
    luck = random.Random(20260331)  # noqa: S311 - test data
    days = [date.fromordinal(luck.randrange(first + 400, facts.as_of)) for _ in range(PAST_BUILDS)]
    helper = Path(__file__).with_name("score_builds.py")
    done = subprocess.run(
        [sys.executable, helper, other.home, *map(str, days)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    with duckdb.connect() as connection:
        return Builds(
            unrelated=rows_of(f"'{other.home}/whole.parquet'", connection),
            past={day: rows_of(f"'{other.home}/{day}.parquet'", connection) for day in days},
        )


@pytest.fixture(scope="module")
def whole(warehouse: duckdb.DuckDBPyConnection) -> dict[Key, tuple[Any, ...]]:
    return rows_of("marts.account_engagement_history", warehouse)


@pytest.mark.build
@long_form
def test_other_accounts_and_late_files_change_no_score(
    builds: Builds, whole: dict[Key, tuple[Any, ...]], warehouse: duckdb.DuckDBPyConnection
) -> None:
    existing = {key[0] for key in whole}
    others = {key[0] for key in builds.unrelated} - existing
    assert len(others) == UNRELATED_ACCOUNTS
    scored = [row for key, row in builds.unrelated.items() if key[0] in others and row[0]]
    assert len(scored) > UNRELATED_ACCOUNTS
    found = {key: row for key, row in builds.unrelated.items() if key[0] in existing}
    assert differences(found, whole) == []


@pytest.mark.build
@long_form
def test_the_past_knew_nothing_of_the_future(
    builds: Builds, whole: dict[Key, tuple[Any, ...]], facts: Company
) -> None:
    late = 0
    existing = {key[0] for key in whole}
    for day, past in builds.past.items():
        # The as-of row of a past build is one of the whole build's only at a week's or month's end.
        found = {
            key: row
            for key, row in past.items()
            if key[0] in existing and by_hand.is_week_or_month_end(key[1].toordinal())
        }
        assert len(found) > 100
        assert differences(found, {key: row for key, row in whole.items() if key[1] <= day}) == []
        late += sum(event.day <= day.toordinal() < event.known_on for event in facts.events)
    # Without late rows nothing could have leaked back.
    assert late > 0


# ---------------------------------------------------------------------------
# The truth behind the demo.
# ---------------------------------------------------------------------------


def rank_correlation(one: list[float], other: list[float]) -> float:
    """Spearman's: the correlation of ranks, ties at their mean rank."""
    return correlation(mean_ranks(one), mean_ranks(other))


def mean_ranks(values: list[float]) -> list[float]:
    places = defaultdict(list)
    for place, value in enumerate(sorted(values)):
        places[value].append(place)
    return [mean(places[value]) for value in values]


def test_rank_correlation_takes_ties_at_their_mean() -> None:
    assert rank_correlation([1, 2, 3], [10, 20, 90]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3, 4], [1, 2, 2, 3]) == pytest.approx(0.948683, abs=5e-7)


@pytest.mark.build
def test_score_follows_the_hidden_engagement(
    home: Kizuna,
    warehouse: duckdb.DuckDBPyConnection,
    facts: Company,
    capsys: pytest.CaptureFixture[str],
) -> None:
    truth = home.home / "truth"
    if not (truth / "company_months.parquet").is_file():
        pytest.skip("this home has no truth")
    # The account that holds most of a company's records, and its engagement of the last 90 days.
    companies = warehouse.execute(
        f"""
        with accounts as (
            select records.company_id, links.account_id
            from read_parquet('{truth}/account_records.parquet') as records
            inner join marts.account_links as links using (source, source_account_id)
            group by records.company_id, links.account_id
            qualify row_number() over (
                partition by records.company_id order by count(*) desc, links.account_id
            ) = 1
        )
        select accounts.account_id, avg(months.engagement)
        from accounts
        inner join read_parquet('{truth}/company_months.parquet') as months using (company_id)
        cross join intermediate.int_inputs__as_of as as_of
        where months.month > as_of.as_of_date - interval 3 month
        group by all
        order by all
        """
    ).fetchall()
    raw_facts = by_hand.read_company(warehouse, machines_count=True)
    known = [(account, hidden) for account, hidden in companies if account in facts.accounts]
    tracks = [
        (hidden, score, raw_score)
        for account, hidden in known
        if (score := facts.score_on(account, facts.as_of)) is not None
        and (raw_score := raw_facts.score_on(account, facts.as_of)) is not None
    ]
    hidden, human, with_machines = (list(column) for column in zip(*tracks, strict=True))
    of_human = rank_correlation(human, hidden)
    of_raw = rank_correlation(with_machines, hidden)
    with capsys.disabled():
        sys.stdout.write(
            f"\nrank correlation with hidden engagement, {len(tracks)} accounts: "
            f"{of_human:.4f}, with machines counted {of_raw:.4f}\n"
        )
    assert of_human >= RANK_CORRELATION
    assert of_human > of_raw
