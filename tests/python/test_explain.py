"""`kizuna explain`: the parts of a score, why it moved, what to do next, and scores of the past."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from conftest import Kizuna, make_home

MARTS = """
create schema marts;
create table marts.build_info as select date '2026-03-31' as as_of_date;
create table marts.dim_accounts (
    account_id varchar, account_name varchar, domain varchar, lifecycle varchar
);
insert into marts.dim_accounts values
    ('aaaaaa1', '山田精機', 'yamada-seiki.example', 'customer'),
    ('aaaaaa2', '山田商事', null, 'prospect'),
    ('bbbbbb1', '[青木]電子', 'aoki.example', 'customer'), ('cccccc1', '新町工業', null, 'former');
create table marts.account_links (account_id varchar, source varchar, source_account_id varchar);
insert into marts.account_links values ('aaaaaa1', 'crm', '17');
create table marts.dim_contacts (contact_id varchar, role varchar);
insert into marts.dim_contacts values ('person1', '情報システム部長'), ('person2', '課長');
create table marts.account_engagement_history (
    account_id varchar, as_of_date date, engagement_score double, depth_score double,
    breadth_score double, recency_score double, trend_28d double, trend_z double,
    reciprocity_90d double, negative_points double, status varchar, rank varchar,
    model_version varchar
);
insert into marts.account_engagement_history values
    ('aaaaaa1', '2026-03-22', 40, 30, 40, 65, null, null, 0.25, 0, 'active', 'C', '1'),
    ('aaaaaa1', '2026-03-29', 50, 40, 60, 60, 5, null, 0.5, 0, 'active', 'C', '1'),
    ('aaaaaa1', '2026-03-31', 61.5, 60, 55, 75, -3.25, -1.5, 0.5, 2, 'active', 'B', '1'),
    ('bbbbbb1', '2026-03-31', null, null, null, null, null, null, null, null, 'no_coverage',
     null, '1');
create table marts.engagement_score_ledger (
    account_id varchar, component varchar, contact_id varchar, event_id varchar, as_of_date date,
    event_type varchar, occurred_at timestamp, points double
);
insert into marts.engagement_score_ledger
select 'aaaaaa1', 'depth', case when n % 2 = 0 then 'person1' else '(unknown)' end,
    printf('event%02d', n), date '2026-03-31', 'meeting_held', timestamp '2026-03-01 01:02:00', n
from range(1, 12) as numbers(n);
create table marts.engagement_score_changes (
    account_id varchar, reason varchar, as_of_date date, from_date date, points double
);
insert into marts.engagement_score_changes values
    ('aaaaaa1', 'rules', '2026-03-31', '2026-03-03', 0),
    ('aaaaaa1', 'new_events', '2026-03-31', '2026-03-03', 4.75),
    ('aaaaaa1', 'late_facts', '2026-03-31', '2026-03-03', 0),
    ('aaaaaa1', 'people_and_identity', '2026-03-31', '2026-03-03', -1),
    ('aaaaaa1', 'passing_of_time', '2026-03-31', '2026-03-03', -7);
create table marts.next_approach (
    account_id varchar, reason_code varchar, reason varchar, reason_en varchar, due_date date,
    channel varchar, contact_id varchar, is_suppressed boolean, approach_colour varchar,
    last_contact_date date, open_questions bigint, evidence_event_ids varchar
);
insert into marts.next_approach values
    ('aaaaaa1', 'cooling_down', 'スコアが下がっています。', 'The score fell.', '2026-04-03', 'call',
     'person2', true, 'yellow', '2026-03-10', 0, '["event11","event10"]'),
    ('bbbbbb1', 'find_contact', '担当者が不明です。', 'No contact is known.', '2026-04-14', null,
     null, false, 'white', null, 0, '[]');
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """A published file with the columns of the marts that the command reads."""
    home = make_home(tmp_path_factory.mktemp("explain") / "home")
    folder = home.home / "published" / "current"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "kizuna.duckdb") as connection:
        connection.execute(MARTS)
    return home


def test_the_present_is_told_with_ledger_changes_and_next_approach(published: Kizuna) -> None:
    told = published("explain", "山田精機").stdout
    lines = told.splitlines()
    assert lines[0] == "山田精機  aaaaaa1"
    assert lines[1] == "as of    2026-03-31 (rules 1)"
    assert lines[2] == "score    61.5  rank B  active"
    assert lines[3] == "parts    depth 60.0, breadth 55.0, recency 75.0"
    assert "4 weeks -3.2 (z -1.5), reciprocity 0.50, negative points 2.0" in lines[4]
    assert "10 of 11 ledger rows: 65.00 of 61.50 points" in told
    assert "since 2026-03-03" in told
    assert told.index("passing of time") < told.index("new events") < told.index("together")
    assert "-3.25" in told
    assert "next     スコアが下がっています。" in told
    assert "call to person2 (課長), touched too often: not before 2026-04-03" in told
    assert "yellow, last contact 2026-03-10" in told
    assert "evidence event11, event10" in told


def test_the_ten_largest_ledger_rows_come_in_their_order(published: Kizuna) -> None:
    found = json.loads(published("explain", "crm:17", "--json").stdout)
    assert [row["points"] for row in found["ledger"]] == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert [row["role"] for row in found["ledger"][:2]] == ["(unknown)", "情報システム部長"]
    assert found["ledger_rows"] == 11
    assert [change["reason"] for change in found["changes"]] == [
        "passing_of_time",
        "late_facts",
        "new_events",
        "people_and_identity",
        "rules",
    ]
    assert found["score"]["engagement_score"] == 61.5
    assert found["approach"]["evidence_event_ids"] == ["event11", "event10"]
    assert (found["is_exact"], found["is_present"]) == (True, True)


@pytest.mark.parametrize(
    ("wanted", "stored", "score", "is_exact"),
    [
        ("2026-03-29", "2026-03-29", 50, True),
        ("2026-03-28", "2026-03-22", 40, False),
        ("2026-03-30", "2026-03-29", 50, False),
        ("2026-03-22", "2026-03-22", 40, True),
    ],
)
def test_a_past_day_has_its_own_score_or_the_last_before(
    published: Kizuna, wanted: str, stored: str, score: float, is_exact: bool
) -> None:
    found = json.loads(published("explain", "aaaaaa1", "--as-of", wanted, "--json").stdout)
    assert found["wanted_date"] == wanted
    assert found["score"]["as_of_date"] == stored
    assert found["score"]["engagement_score"] == score
    assert found["is_exact"] is is_exact
    assert (found["ledger"], found["changes"], found["approach"]) == ([], [], None)
    told = published("explain", "aaaaaa1", "--as-of", wanted).stdout
    assert ("the last stored date before" in told) is not is_exact
    assert f"as of    {stored}" in told
    assert "next     " not in told


def test_the_as_of_day_itself_is_the_present(published: Kizuna) -> None:
    asked = published("explain", "aaaaaa1", "--as-of", "2026-03-31", "--json").stdout
    assert asked == published("explain", "aaaaaa1", "--json").stdout


def test_an_unknown_score_is_no_zero(published: Kizuna) -> None:
    told = published("explain", "[青木]").stdout
    assert "[青木]電子" in told
    assert "score    -  rank -  no_coverage" in told
    assert "no contact is known, by 2026-04-14" in told
    assert "white, last contact never" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "No account is called nobody"),
        (
            ["山田"],
            "山田 names 2 accounts, give one id: aaaaaa2 (山田商事, no domain, prospect), "
            "aaaaaa1 (山田精機, yamada-seiki.example, customer)",
        ),
        (["新町工業"], "it has no history"),
        (["aaaaaa1", "--as-of", "2026-03-21"], "its history begins on 2026-03-22"),
        (["aaaaaa1", "--as-of", "2026-04-01"], "ends with 2026-03-31"),
    ],
)
def test_what_cannot_be_explained_is_said_in_one_sentence(
    published: Kizuna, arguments: list[str], message: str
) -> None:
    done = published("explain", *arguments, ok=False)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_build_with_scores_it_says_what_to_do(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    assert "run `kizuna run`" in home("explain", "x", ok=False).stderr
    folder = home.home / "published" / "current"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "kizuna.duckdb") as connection:
        connection.execute(MARTS + "drop table marts.account_engagement_history;")
    done = home("explain", "aaaaaa1", ok=False)
    assert done.returncode == 2
    assert "older than this version" in done.stderr


def test_the_most_engaged_account_of_the_demo_is_explained(demo: Kizuna) -> None:
    accounts = demo.query(
        """
        select account_id, engagement_score from marts.account_engagement_history
        where as_of_date = (select as_of_date from marts.build_info)
            and engagement_score is not null
        order by engagement_score desc, account_id
        limit 1
        """
    )
    ((account_id, score),) = accounts
    found = json.loads(demo("explain", account_id, "--json").stdout)
    assert found["score"]["engagement_score"] == pytest.approx(score, abs=1e-9)
    assert len(found["ledger"]) == min(10, found["ledger_rows"])
    assert found["approach"]["reason"]
    moved = sum(change["points"] for change in found["changes"])
    assert moved == pytest.approx(found["score"]["trend_28d"], abs=1e-9)
    assert "next     " in demo("explain", account_id).stdout
