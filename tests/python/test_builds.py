"""Published builds: kept, listed, compared, rolled back; whole under load and after kill -9."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from conftest import FULL, PROJECT, Kizuna
from kizuna import builds, cli
from kizuna.audit import Limits, Overrides, stale_sources
from kizuna.build import BuildResult
from kizuna.builds import (
    Build,
    build_ids,
    check_whole,
    current_build,
    current_id,
    find_build,
    list_builds,
    remove_old_builds,
    rollback,
    set_pin,
)
from kizuna.diff import MartDiff, diff_builds
from kizuna.errors import KizunaError
from kizuna.home import Home
from kizuna.publish import publish

SWITCHES = 200 if FULL else 20
KILLS = 200 if FULL else 6
READERS = 8
NICE = 0 if FULL else 7
"""Readers never pause, and would leave the publisher a tenth of the machine."""
MARTS = {
    "build_info": ["as_of_date"],
    "fct_engagement_events": ["event_id"],
    "mrr": ["account", "month"],
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose work file holds three marts as a whole build would leave them."""
    home = Home(tmp_path / "home")
    home.warehouse.parent.mkdir(parents=True)
    with duckdb.connect(home.warehouse) as connection:
        sql = files("kizuna") / "sql"
        connection.execute((sql / "ops.sql").read_text(encoding="utf-8"))
        connection.execute(
            "create schema marts; "
            "create table marts.build_info as select date '2026-03-31' as as_of_date, "
            "date '2026-03-31' as data_through, timestamp '2026-04-01' as built_at, 0 as number; "
            "create table marts.fct_engagement_events as select 'e' || i as event_id, "
            "if(i % 10 = 0, null, 'a' || i % 7) as account_id, "
            "if(i % 2 = 0, 'zoom', 'ga4') as source, 0 as number from range(1000) as t(i); "
            "create table marts.mrr as select 'a' || i % 10 as account, i // 10 as month, "
            "(i * 10)::decimal(18, 2) as amount, i / 3 as score, 0 as number "
            "from range(100) as t(i)"
        )
    record(home)
    return home


def record(
    home: Home,
    marts: dict[str, list[str]] = MARTS,
    limits: dict[str, Any] | None = None,
    may_shrink: str = "",
) -> None:
    """Say that dbt built these marts, and nothing failed."""
    told = [
        {"name": name, "grain": grain, "may_shrink": name == may_shrink}
        for name, grain in marts.items()
    ]
    work(
        home,
        "insert into ops.dbt_runs select 'x', 'build', true, 0, 0, 9, count(*), ? from ops.loads",
        json.dumps({"marts": told, "limits": limits or {}}),
    )


def work(home: Home, sql: str, *values: object) -> None:
    with duckdb.connect(home.warehouse) as connection:
        connection.execute(sql, list(values) or None)


def refused(home: Home, overrides: Overrides | None = None) -> str:
    """Publish in vain, and return what was said; nothing may have changed."""
    before = (current_id(home), build_ids(home))
    with pytest.raises(KizunaError) as error:
        publish(home, "abc", overrides)
    assert (current_id(home), build_ids(home)) == before
    assert not leftovers(home)
    return str(error.value)


def leftovers(home: Home) -> list[str]:
    """Return what lies in the folders of builds without being one."""
    known = {"builds", "current", "pins", ".publish.lock", ".switch.lock"}
    names = {path.name for path in home.published.iterdir()} - known
    names |= {path.name for path in (home.published / "builds").iterdir()} - set(build_ids(home))
    return sorted(names)


def diff_of(home: Home, mart: str) -> MartDiff:
    found = diff_builds(find_build(home, "previous"), find_build(home, "current"))
    return next(one for one in found.marts if one.mart == mart)


# Ids, rolling back, retention


def test_ids_sort_by_time_whatever_the_clock_says(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Back(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime(2020, 1, 1, tzinfo=tz)

    made = [publish(home, commit).build_id for commit in ("fff", "aaa")]
    monkeypatch.setattr(builds, "datetime", Back)
    monkeypatch.setattr(Back, "strptime", datetime.strptime)
    made.append(publish(home, "000").build_id)
    assert made == sorted(made) == build_ids(home)


def test_rolling_back_goes_one_build_back_and_publishing_forward(home: Home) -> None:
    first, second, third = (publish(home, "abc").build_id for _ in range(3))
    assert rollback(home)[0] == third
    assert current_id(home) == second
    assert rollback(home)[1].build_id == first
    with pytest.raises(KizunaError, match="no build before the current one"):
        rollback(home)
    assert rollback(home, third)[1].build_id == current_id(home) == third
    rollback(home, first)
    fourth = publish(home, "abc").build_id
    assert current_id(home) == fourth > third
    assert rollback(home)[1].build_id == third
    assert not leftovers(home)


def test_a_build_is_named_by_the_beginning_of_its_id(home: Home) -> None:
    made = [publish(home, commit).build_id for commit in ("abc", "def")]
    assert find_build(home, made[0][:16]).build_id == made[0]
    assert find_build(home, "previous").build_id == made[0]
    assert find_build(home, "current").build_id == made[1]
    with pytest.raises(KizunaError, match="means 2 builds"):
        find_build(home, made[0][:4])
    for name in ("", "nothing", "../current"):
        with pytest.raises(KizunaError, match="is no published build"):
            find_build(home, name)


def test_a_damaged_build_is_not_rolled_back_to(home: Home) -> None:
    first, second = (publish(home, "abc") for _ in range(2))
    file = first.folder / "kizuna.duckdb"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(KizunaError, match="is damaged"):
        rollback(home)
    (first.folder / "manifest.json").write_text("{")
    assert [one.is_whole for one in list_builds(home)] == [True, False]
    with pytest.raises(KizunaError, match="is damaged"):
        rollback(home)
    assert current_id(home) == second.build_id


def test_a_damaged_current_build_is_replaced_with_a_remark(home: Home) -> None:
    (publish(home, "abc").folder / "manifest.json").unlink()
    (remark,) = publish(home, "abc").remarks
    assert "Nothing was compared" in remark


def test_the_newest_builds_stay_and_so_do_current_pinned_and_young_ones(home: Home) -> None:
    made = [publish(home, "abc").build_id for _ in range(6)]
    assert remove_old_builds(home, keep=2) == []  # all were current a moment ago
    rollback(home, made[0])
    set_pin(home, made[1], pinned=True)
    assert remove_old_builds(home, keep=2, grace_seconds=0) == made[2:4]
    assert build_ids(home) == [*made[:2], *made[4:]]
    set_pin(home, made[1], pinned=False)
    assert remove_old_builds(home, keep=2, grace_seconds=0) == [made[1]]
    assert not leftovers(home)


HOLDER = """
import sys, duckdb
file = sys.argv[1]
held = open(file) if file.endswith('.parquet') else duckdb.connect(file, read_only=True)
print('held', flush=True)
input()
"""


@contextmanager
def held(file: Path) -> Iterator[int]:
    """Have another process hold a file open."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.communicate("\n")


@pytest.mark.skipif(not builds.SEES_READERS, reason="only Linux tells who has a file open")
@pytest.mark.parametrize("file", ["kizuna.duckdb", "parquet/mrr.parquet"])
def test_a_build_that_a_reader_has_open_stays(home: Home, file: str) -> None:
    made = [publish(home, "abc").build_id for _ in range(3)]
    with held(home.published / "builds" / made[0] / file) as process:
        assert remove_old_builds(home, keep=1, grace_seconds=0) == [made[1]]
        state = list_builds(home)[-1]
        assert (state.build_id, state.is_held, state.held_by) == (made[0], True, [process])
    assert remove_old_builds(home, keep=1, grace_seconds=0) == [made[0]]


@pytest.mark.skipif(not builds.SEES_READERS, reason="only Linux tells who holds a lock")
def test_a_reader_whose_files_cannot_be_seen_is_known_by_its_lock(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a reader of another user is."""
    monkeypatch.setattr(builds, "_open_files", lambda folder: iter(()))
    made = [publish(home, "abc").build_id for _ in range(2)]
    with held(home.published / "builds" / made[0] / "kizuna.duckdb") as process:
        assert builds.holders(home) == {made[0]: {process}}
        assert remove_old_builds(home, keep=1, grace_seconds=0) == []
    assert builds.holders(home) == {}


def test_where_readers_cannot_be_seen_a_build_stays_for_a_day(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "SEES_READERS", False)
    made = [publish(home, "abc") for _ in range(3)]
    assert [one.is_held for one in list_builds(home)] == [None] * 3
    then = time.time() - 90_000
    os.utime(made[0].folder, (then, then))
    assert remove_old_builds(home, keep=1, grace_seconds=86_400) == [made[0].build_id]


# The audit


def test_a_broken_contract_stops_the_build_and_every_break_is_named(home: Home) -> None:
    publish(home, "abc")
    work(
        home,
        "alter table marts.mrr drop column score; "
        "alter table marts.mrr alter amount type double; "
        "alter table marts.mrr add column currency varchar; "
        "create table marts.more as select 1 as id",
    )
    record(home, {"build_info": ["as_of_date"], "mrr": ["account"], "more": ["id"]})
    said = refused(home)
    for broken in (
        "fct_engagement_events is gone",
        "mrr.score is gone",
        "mrr.amount was DECIMAL(18,2) and is DOUBLE",
        "mrr had one row per account, month and has one per account",
        "--accept-breaking",
        "model version",
    ):
        assert broken in said
    assert "currency" not in said
    assert "more" not in said.replace("more rows", "")
    build = publish(home, "abc", Overrides(breaking=True))
    assert len(build.remarks) == len(build.manifest["remarks"]) == 4
    assert publish(home, "abc").remarks == []  # it is the contract now


def test_what_was_rolled_back_to_is_what_is_compared_with(home: Home) -> None:
    publish(home, "abc")
    work(home, "alter table marts.mrr drop column score")
    publish(home, "abc", Overrides(breaking=True))
    rollback(home)
    assert "mrr.score is gone" in refused(home)


@pytest.mark.parametrize(("rows", "stops"), [(85, False), (84, True), (0, True), (200, False)])
def test_a_mart_that_loses_over_15_percent_stops_the_build(
    home: Home, rows: int, stops: bool
) -> None:
    publish(home, "abc")
    work(
        home,
        "delete from marts.mrr; "
        f"insert into marts.mrr select 'a', i, 1, 1, 1 from range({rows}) as t(i)",
    )
    if not stops:
        assert publish(home, "abc").remarks == []
        return
    said = refused(home)
    assert f"mrr had 100 rows and has {rows} (-{100 - rows}.0%)" in said
    assert "--accept-shrinking" in said
    assert "mrr had 100" in refused(home, Overrides(shrinking=frozenset({"build_info"})))
    assert "names no mart" in refused(home, Overrides(shrinking=frozenset({"mmr"})))
    (remark,) = publish(home, "abc", Overrides(shrinking=frozenset({"mrr"}))).remarks
    assert "mrr had 100 rows" in remark


def test_all_marts_may_shrink_if_somebody_says_so(home: Home) -> None:
    publish(home, "abc")
    work(home, "delete from marts.mrr; delete from marts.fct_engagement_events")
    assert len(publish(home, "abc", Overrides(shrinking=frozenset({"all"}))).remarks) == 2


def test_a_mart_that_is_right_to_shrink_and_another_limit(home: Home) -> None:
    publish(home, "abc")
    work(home, "delete from marts.mrr where month > 3")
    record(home, may_shrink="mrr")
    publish(home, "abc")
    work(home, "delete from marts.mrr where month > 2")
    record(home, limits={"shrinking": 0.5})
    publish(home, "abc")
    record(home, limits={"shrinkage": 0.5})
    assert "publish_limits of dbt_project.yml is wrong at shrinkage" in refused(home)


def test_a_build_as_of_a_past_day_may_have_fewer_rows_and_lost_data_may_not(home: Home) -> None:
    publish(home, "abc")
    work(
        home,
        "delete from marts.mrr where month > 3; "
        "update marts.build_info set as_of_date = '2025-06-30', data_through = '2025-06-30'",
    )
    assert "mrr had 100 rows" in refused(home)
    work(home, "update marts.build_info set data_through = '2026-03-31'")
    (remark,) = publish(home, "abc").remarks
    assert "as of 2025-06-30, before the current build's 2026-03-31" in remark


def test_events_that_belong_to_nobody(home: Home) -> None:
    publish(home, "abc")
    unlink = "update marts.fct_engagement_events set account_id = null where source = 'zoom'"
    work(home, f"{unlink} and event_id < 'e2'")
    (remark,) = publish(home, "abc").remarks
    assert remark.startswith("28.8% of the events of zoom have no account, 20.0% before"), remark
    work(home, unlink)
    said = refused(home)
    assert "50.0% of all events have no account, 14.4% before" in said
    assert "--accept-unlinked" in said
    record(home, limits={"unlinked_share": 0.4, "unlinked_rise_stops": 1})
    assert "50.0% of all events have no account, over 40.0%" in refused(home)
    assert len(publish(home, "abc", Overrides(unlinked=True)).remarks) == 2


def test_a_source_that_lags_behind_the_others_is_told(home: Home) -> None:
    load = (
        "insert into ops.loads by name select 'x' as load_id, ?::timestamp as loaded_at, "
        "? as source, 't' as table_name, 'f' as file, 's' as sha256, 1 as bytes, 1 as rows_read, "
        "1 as rows_loaded, 0 as rows_rejected, now() as started_at, now() as finished_at, "
        "'loaded' as status, false as is_backfill, '' as ignored_columns, 'increment' as mode, "
        "'{}' as settings"
    )
    for loaded_at, source in (
        ("2026-01-01", "zoom"),
        ("2026-03-31", "zoom"),
        ("2026-01-31", "ga4"),
    ):
        work(home, load, loaded_at, source)
    record(home, limits={"days_behind": {"default": 45}})
    assert publish(home, "abc").remarks == [
        "ga4 was last loaded on 2026-01-31, 59 days before the newest load"
    ]
    newest = {"zoom": datetime(2026, 3, 31), "ga4": datetime(2026, 1, 31)}
    assert not stale_sources(newest, Limits(days_behind={"default": 45, "ga4": 60}))
    assert not stale_sources(newest, Limits(days_behind={}))


def test_the_projects_own_limits_are_valid_and_are_the_defaults() -> None:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    told = Limits.model_validate(project["vars"]["publish_limits"])
    assert told.model_copy(update={"days_behind": Limits().days_behind}) == Limits()


# What differs between two builds


def test_the_same_data_differs_in_nothing(home: Home) -> None:
    publish(home, "abc")
    work(
        home,
        "update marts.build_info set built_at = '2026-05-01'; "
        "update marts.mrr set score = score + 1e-12",
    )
    publish(home, "abc")
    found = diff_builds(find_build(home, "previous"), find_build(home, "current"))
    assert [mart.mart for mart in found.marts if not mart.is_same] == []
    with pytest.raises(KizunaError, match="is one build"):
        diff_builds(find_build(home, "current"), find_build(home, "current"))


def test_rows_are_told_apart_by_the_grain(home: Home) -> None:
    publish(home, "abc")
    work(
        home,
        "delete from marts.mrr where account = 'a0' and month in (3, 4); "
        "update marts.mrr set amount = amount + 1 where account = 'a1' and month < 2; "
        "update marts.mrr set score = null where account = 'a1' and month = 1; "
        "insert into marts.mrr values ('b', 1, 7, 0.5, 0), (null, 1, 8, 0.5, 0)",
    )
    publish(home, "abc")
    mart = diff_of(home, "mrr")
    assert (mart.old_rows, mart.new_rows) == (100, 100)
    assert mart.keys is not None
    assert (mart.keys.added, mart.keys.removed, mart.keys.changed) == (2, 2, 2)
    assert mart.keys.changed_columns == {"amount": 2, "score": 1}
    assert mart.keys.examples == {
        "added": [["b", 1], [None, 1]],
        "removed": [["a0", 3], ["a0", 4]],
        "changed": [["a1", 0], ["a1", 1]],
    }
    metrics = {metric.column: metric for metric in mart.metrics}
    assert sorted(metrics) == ["amount", "score"]
    amount = metrics["amount"]
    assert (amount.old, amount.new, amount.difference) == (49500, 48817, -683)


def test_columns_types_grains_and_marts_that_changed(home: Home) -> None:
    publish(home, "abc")
    work(
        home,
        "alter table marts.mrr drop column score; alter table marts.mrr alter month type varchar; "
        "alter table marts.mrr alter amount type double; "
        "alter table marts.mrr add column currency varchar; "
        "create table marts.more as select 1 as id",
    )
    marts = MARTS | {"more": ["id"]}
    del marts["fct_engagement_events"]
    record(home, marts)
    publish(home, "abc", Overrides(breaking=True))
    mart = diff_of(home, "mrr")
    assert {(one.column, one.old_type, one.new_type) for one in mart.columns} == {
        ("month", "BIGINT", "VARCHAR"),
        ("amount", "DECIMAL(18,2)", "DOUBLE"),
        ("score", "DOUBLE", None),
        ("currency", None, "VARCHAR"),
    }
    assert mart.keys is not None
    assert (mart.keys.added, mart.keys.removed, mart.keys.changed) == (0, 0, 0)
    assert (diff_of(home, "more").old_rows, diff_of(home, "more").new_rows) == (None, 1)
    assert diff_of(home, "fct_engagement_events").new_rows is None
    record(home, marts | {"mrr": ["account", "month", "amount"]})
    publish(home, "abc", Overrides(breaking=True))
    assert diff_of(home, "mrr").keys is None


# The command line


def test_the_commands_say_what_there_is(home: Home) -> None:
    kizuna = Kizuna(home.root)
    assert "nothing is published yet" in kizuna("builds").stdout
    assert "Nothing is published yet" in kizuna("rollback", ok=False).stderr
    first = publish(home, "abc").build_id
    work(home, "update marts.mrr set amount = amount * 2 where month = 9")
    second = publish(home, "abc").build_id
    told = kizuna("builds", "--pin", first).stdout.splitlines()
    (line,) = [line for line in told if second in line]
    assert "2026-03-31" in line
    assert "1,101" in line
    assert "current" in line
    assert any(first in line and "pinned" in line for line in told)
    (new, old) = json.loads(kizuna("builds", "--unpin", first, "--json").stdout)
    assert (new["build_id"], new["rows"], new["is_current"]) == (second, 1101, True)
    assert (old["marts"], old["is_pinned"], old["is_held"]) == (3, False, False)
    said = kizuna("diff").stdout
    assert "mrr.amount" in said
    assert "changed  mrr: a0, 9; a1, 9" in said
    assert "same     2 of 3 marts" in said
    found = json.loads(kizuna("diff", first, second, "--json").stdout)
    (metric,) = next(mart["metrics"] for mart in found["marts"] if mart["metrics"])
    assert metric == {"column": "amount", "old": 49500, "new": 58950, "difference": 9450}
    assert f"current  {first}, before {second}" in kizuna("rollback").stdout
    assert kizuna("rollback", "x", ok=False).returncode == 2


def test_overrides_and_retention_are_options_of_the_command_line(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    kizuna = Kizuna(home.root)
    publish(home, "abc")
    work(home, "delete from marts.fct_engagement_events; alter table marts.mrr drop column score")
    done = kizuna("publish", ok=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "fct_engagement_events had 1,000 rows and has 0 (-100.0%)" in done.stderr
    accept = ("--accept-breaking", "--accept-shrinking", "fct_engagement_events")
    done = kizuna("publish", *accept)
    assert "audit    mrr.score is gone" in done.stderr
    then = time.time() - 90_000
    for build_id in build_ids(home):
        os.utime(home.published / "builds" / build_id, (then, then))
    monkeypatch.setenv("KIZUNA_KEEP_BUILDS", "2")
    kizuna("publish")
    assert len(build_ids(home)) == 2


def test_a_run_takes_the_same_overrides(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home, "abc")
    work(home, "delete from marts.fct_engagement_events; alter table marts.mrr drop column score")
    monkeypatch.setenv("KIZUNA_HOME", str(home.root))
    monkeypatch.setattr(cli, "_load", lambda *_, **__: [])
    monkeypatch.setattr(cli, "_build", lambda *_, **__: BuildResult(1, []))
    monkeypatch.setattr(cli, "key_figures", lambda _: [])
    assert isinstance(CliRunner().invoke(cli.app, ["run"]).exception, KizunaError)
    accept = ["--accept-breaking", "--accept-shrinking", "all", "--accept-unlinked"]
    assert CliRunner().invoke(cli.app, ["run", *accept, "--keep-builds", "1"]).exit_code == 0
    assert len(build_ids(home)) == 2


# Readers, load and kills

READER = """
import json, os, sys
from pathlib import Path
import duckdb
os.nice(int(sys.argv[3]))
published, stop = Path(sys.argv[1]), Path(sys.argv[2])
seen, reads = set(), 0
while not stop.exists():
    with duckdb.connect(published / 'current/kizuna.duckdb', read_only=True) as connection:
        found = set()
        for mart in ('build_info', 'fct_engagement_events', 'mrr'):
            rows = connection.execute(f'select distinct number from marts.{mart}').fetchall()
            found |= {number for (number,) in rows}
        assert len(found) == 1, f'mixed: {found}'
    build = (published / 'current').resolve()
    manifest = json.loads((build / 'manifest.json').read_text())
    assert manifest['build_id'] == build.name
    files = [str(build / 'parquet' / f'{mart}.parquet') for mart in ('build_info', 'mrr')]
    sql = 'select distinct number from read_parquet(?, union_by_name = true)'
    numbers = duckdb.execute(sql, [files]).fetchall()
    assert len(numbers) == 1, f'mixed Parquet: {numbers}'
    seen |= found
    reads += 1
    if reads == 1:
        print('ready', flush=True)
print(json.dumps([reads, sorted(seen)]))
"""


def number(home: Home, value: int) -> None:
    """Let the next build carry a number in every mart."""
    work(
        home,
        "begin; "
        + "; ".join(f"update marts.{mart} set number = {value}" for mart in MARTS)
        + "; commit",
    )


def test_readers_never_see_an_error_or_a_mixture(home: Home, tmp_path: Path) -> None:
    """Builds are published, rolled back and removed meanwhile."""
    publish(home, "abc")
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [*(sys.executable, "-c", READER), str(home.published), str(stop), str(NICE)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None
        reader.stdout.readline()
    for switch in range(1, SWITCHES + 1):
        if switch % 3 == 0:
            rollback(home)
        else:
            number(home, switch)
            publish(home, "abc", keep=3)
    stop.touch()
    reads = 0
    for reader in readers:
        said, error = reader.communicate()
        assert reader.returncode == 0, error
        reads += json.loads(said)[0]
    logging.info("%s readers read %s times during %s switches", READERS, reads, SWITCHES)
    assert reads > READERS
    assert not leftovers(home)


PUBLISHER = """
import sys
from pathlib import Path
from kizuna.builds import remove_old_builds, rollback
from kizuna.home import Home
from kizuna.publish import publish
sys.path.insert(0, sys.argv[2])
from test_builds import number
home, at = Home(Path(sys.argv[1])), int(sys.argv[3])
print('ready', flush=True)
while True:
    at += 1
    number(home, at)
    publish(home, 'abc')
    if at % 3 == 0:
        rollback(home)
    remove_old_builds(home, keep=3, grace_seconds=0)
"""


def check_current(home: Home) -> Build:
    build = current_build(home)
    assert build is not None
    check_whole(build)
    with duckdb.connect(home.published / "current/kizuna.duckdb", read_only=True) as connection:
        (numbers,) = connection.execute(
            "select list(distinct number) from (select number from marts.build_info union all "
            "select number from marts.fct_engagement_events union all select number from marts.mrr)"
        ).fetchall()
    assert len(numbers[0]) == 1
    for mart in MARTS:
        rows = duckdb.execute(
            "select count(*) from read_parquet(?) where number = ?",
            [str(build.folder / "parquet" / f"{mart}.parquet"), numbers[0][0]],
        ).fetchall()
        assert rows == [(next(t["rows"] for t in build.manifest["tables"] if t["name"] == mart),)]
    return build


def test_whatever_moment_a_publish_is_killed_at_current_is_one_whole_build(home: Home) -> None:
    """Seeded moments of a process that publishes, rolls back and removes old builds."""
    publish(home, "abc")
    begin = time.monotonic()
    number(home, 1)
    publish(home, "abc")
    lasts = 2 * (time.monotonic() - begin)
    chosen = random.Random(20260331)  # noqa: S311 - moments, no secrets
    halfway = 0
    for kill in range(KILLS):
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", PUBLISHER),
                *(str(home.root), str(Path(__file__).parent), str(10 + 1000 * kill)),
            ],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(lasts * (kill + chosen.random()) / KILLS)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        check_current(home)
        assert all(one.is_whole for one in list_builds(home))
        halfway += bool(leftovers(home))
    logging.info("%s of %s kills left a build half written or removed", halfway, KILLS)
    number(home, 0)
    publish(home, "abc")
    check_current(home)
    remove_old_builds(home, keep=3, grace_seconds=0)
    assert not leftovers(home)


@pytest.mark.parametrize("moment", ["_waiting_link", "rename", "_switch"])
def test_a_build_that_never_became_current_is_no_build(
    home: Home, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moments between the last byte of a build and its switch, one by one."""
    first = publish(home, "abc").build_id

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("kizuna.publish.remove_leftovers", lambda home: None)
        if moment == "rename":
            patched.setattr(Path, "rename", die)
        else:
            patched.setattr(builds, moment, die)
        with pytest.raises(Killed):
            publish(home, "abc")
    assert leftovers(home)
    assert (current_id(home), build_ids(home)) == (first, [first])
    with pytest.raises(KizunaError, match="no build before"):
        rollback(home)
    publish(home, "abc")
    assert not leftovers(home)
    assert len(build_ids(home)) == 2


def test_a_publisher_is_told_who_holds_the_warehouse(home: Home) -> None:
    publish(home, "abc")
    holder = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); "
            "input()",
            str(home.warehouse),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    assert f"PID {holder.pid}" in refused(home)
    holder.communicate("\n")
