"""A warehouse that is made anew, full dumps, and what is loaded told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from conftest import FULL, Kizuna, make_home

CLOCKS = {"build_info": ["built_at", "git_commit"], "data_quality": ["freshness_hours"]}


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def change(kizuna: Kizuna, sql: str) -> None:
    with duckdb.connect(kizuna.home / "warehouse/kizuna.duckdb") as connection:
        connection.execute(sql)


def raw_rows(kizuna: Kizuna) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(kizuna.home / "warehouse/kizuna.duckdb", read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where estimated_size > 0 "
            "and (schema_name like 'raw_%' or table_name = 'rejected_rows') order by 1"
        ).fetchall()
        return {
            table: connection.execute(f"select * from {table} order by all").fetchall()
            for (table,) in tables
        }


@pytest.mark.build
def test_a_reloaded_warehouse_built_by_plain_dbt_is_as_good(demo: Kizuna, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    shutil.copytree(demo.home / "landing", home.home / "landing")
    (home.home / "warehouse").mkdir()
    (home.home / "warehouse/kizuna.duckdb").write_bytes(b"no database at all")
    assert "kizuna reload" in home("load", ok=False).stderr
    home("reload")
    assert raw_rows(home) == raw_rows(demo)
    assert home.raw(
        "select * exclude (started_at, finished_at) from ops.loads order by all"
    ) == demo.raw("select * exclude (started_at, finished_at) from ops.loads order by all")
    left_out = ["unit_test"] if FULL else ["unit_test", "test"]
    home.dbt("build", "--exclude-resource-type", *left_out)
    if FULL:
        home("publish")  # which asks for a build with its data tests
    database = "published/current" if FULL else "warehouse"
    rebuilt, of_demo = (one.marts(database, CLOCKS) for one in (home, demo))
    assert rebuilt.keys() == of_demo.keys()
    assert [mart for mart, rows in rebuilt.items() if rows != of_demo[mart]] == []


def test_a_changed_type_asks_for_reload_and_an_added_column_is_added(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    file = write(tmp_path, "accounts.csv", "account_id,account_name,employees\n1,霧島製作所,120\n")
    kizuna("load", file)
    before = raw_rows(kizuna)
    loads = kizuna.raw("select load_id, loaded_at from ops.loads")
    change(kizuna, "alter table raw_generic.accounts drop column region")
    kizuna("load")
    assert kizuna.raw("select region, employees from raw_generic.accounts") == [(None, 120)]
    change(kizuna, "alter table raw_generic.accounts alter employees type varchar")
    done = kizuna("load", ok=False)
    assert done.returncode == 2
    assert "employees is varchar in the warehouse and bigint in the contract" in done.stderr
    assert "kizuna reload" in done.stderr
    assert "1 files, 1 rows" in kizuna("reload").stdout
    assert raw_rows(kizuna) == before
    assert kizuna.raw("select load_id, loaded_at from ops.loads") == loads


def test_reload_without_a_file_of_the_ledger_changes_nothing(
    kizuna: Kizuna, tmp_path: Path
) -> None:
    first = write(tmp_path, "accounts.csv", "account_id,account_name\n1,霧島製作所\n")
    kizuna("load", first, write(tmp_path, "contacts.csv", "contact_id,email\np1,a@b.example\n"))
    (kizuna.home / "landing/generic/contacts/contacts.csv").unlink()
    before = raw_rows(kizuna)
    done = kizuna("reload", ok=False)
    assert done.returncode == 2
    assert "1 files of the load ledger are not in" in done.stderr
    assert "generic/contacts/contacts.csv" in done.stderr
    assert raw_rows(kizuna) == before
    assert not (kizuna.home / "warehouse/reload.duckdb").exists()


def test_a_mended_mapping_reads_its_files_anew_with_reload(kizuna: Kizuna) -> None:
    mapping = "template: accounts\ncolumns:\n  account_id: コード\n  account_name: 名称\n"
    extra = "  created_at: {from: 登録, date_formats: ['%d.%m.%Y']}\n"
    write(kizuna.home, "mappings/kaikei.yml", mapping + extra.replace("%d.%m", "%m.%d"))
    write(kizuna.home, "landing/kaikei/a.csv", "コード,名称,登録\n1,霧島製作所,31.03.2026\n")
    kizuna("load")
    assert kizuna.raw("select count(*) from ops.rejected_rows") == [(1,)]
    write(kizuna.home, "mappings/kaikei.yml", mapping + extra)
    kizuna("reload")
    assert kizuna.raw("select account_name from raw_generic.accounts") == [("霧島製作所",)]
    assert kizuna.raw("select rows_loaded, rows_rejected from ops.loads") == [(1, 0)]
    line = json.loads((kizuna.home / "landing/loads.jsonl").read_text())
    assert (line["rows_loaded"], line["rows_rejected"]) == (1, 0)


def test_one_broken_mapping_keeps_no_other_file_out(kizuna: Kizuna) -> None:
    write(kizuna.home, "mappings/broken.yml", "template: accounts\ntemplate: contacts\n")
    write(
        kizuna.home,
        "mappings/kaikei.yaml",
        "template: accounts\ncolumns: {account_id: コード, account_name: 名称}\n",
    )
    write(kizuna.home, "landing/kaikei/a.csv", "コード,名称\n1,霧島製作所\n")
    done = kizuna("load", ok=False)
    assert done.returncode == 2
    assert "template stands twice" in " ".join(done.stderr.split())
    assert kizuna.raw("select account_name from raw_generic.accounts") == [("霧島製作所",)]


def test_a_full_dump_may_say_again_what_an_older_one_said(kizuna: Kizuna, tmp_path: Path) -> None:
    """A, B, A, A: the third brings back what the second lacked, the fourth says nothing new."""
    write(
        kizuna.home,
        "mappings/crm.yml",
        "template: accounts\nmode: snapshot\ncolumns: {account_id: コード, account_name: 名称}\n",
    )
    dump_a = "コード,名称\n1,霧島製作所\n2,北野電機\n"
    dump_b = "コード,名称\n1,霧島製作所\n"
    for text, known in ((dump_a, False), (dump_b, False), (dump_a, False), (dump_a, True)):
        done = kizuna("load", "--source", "crm", write(tmp_path, "dump.csv", text))
        assert ("skipped" in done.stdout) == known
    assert "loaded " not in kizuna("load").stdout
    assert kizuna.raw("select count(*), count(distinct file) from ops.loads") == [(3, 3)]
    before = raw_rows(kizuna)
    kizuna("reload")
    assert raw_rows(kizuna) == before


def test_a_header_alone_does_not_use_up_the_backfill(kizuna: Kizuna, tmp_path: Path) -> None:
    header = "activity_id,contact_id,event_type,occurred_at\n"
    kizuna("load", write(tmp_path, "activities_1.csv", header))
    rows = header + "a1,p1,meeting_held,2026-01-05 10:00:00\n"
    kizuna("load", write(tmp_path, "activities_2.csv", rows))
    assert kizuna.raw("select occurred_at = _available_at from raw_generic.activities") == [(True,)]


def test_status_tells_files_rows_rejects_and_freshness(kizuna: Kizuna, tmp_path: Path) -> None:
    assert "nothing is loaded yet" in kizuna("status").stdout
    rows = "account_id,account_name,employees\n1,霧島製作所,120\n2,北野電機,many\n"
    kizuna("load", write(tmp_path, "accounts.csv", rows))
    (found,) = json.loads(kizuna("status", "--json").stdout)
    assert (found["table"], found["files"]) == ("generic.accounts", 1)
    assert (found["rows_loaded"], found["rows_rejected"]) == (1, 1)
    assert found["freshness"] == "fresh"
    assert "generic.accounts" in kizuna("status").stdout
    (kizuna.home / "warehouse/kizuna.duckdb").unlink()
    assert json.loads(kizuna("status", "--json").stdout)[0]["rows_loaded"] == 1
    line = json.loads((kizuna.home / "landing/loads.jsonl").read_text())
    line["loaded_at"] = "2026-01-01T00:00:00"
    (kizuna.home / "landing/loads.jsonl").write_text(json.dumps(line) + "\n")
    assert json.loads(kizuna("status", "--json").stdout)[0]["freshness"] == "stale"
