"""Building and publishing: what readers open is whole, documented, reproducible and audited."""

from __future__ import annotations

import json
import re
import shutil
import struct
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from conftest import PROJECT, Kizuna, comparable

pytestmark = pytest.mark.build


def current(kizuna: Kizuna) -> Path:
    return kizuna.home / "published" / "current"


def manifest(kizuna: Kizuna) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        (current(kizuna) / "manifest.json").read_text(encoding="utf-8")
    )
    return answer


def build_id(kizuna: Kizuna) -> str:
    return str(manifest(kizuna)["build_id"])


def copy_home(kizuna: Kizuna, folder: Path) -> Kizuna:
    shutil.copytree(kizuna.home, folder, symlinks=True)
    return Kizuna(folder)


def rows(build: Path, mart: str) -> list[tuple[object, ...]]:
    file = str(build / "parquet" / f"{mart}.parquet")
    return duckdb.execute("from read_parquet(?) order by all", [file]).fetchall()


def differing_marts(build: Path, other: Path) -> list[str]:
    marts = sorted(path.stem for path in (build / "parquet").glob("*.parquet"))
    assert marts == sorted(path.stem for path in (other / "parquet").glob("*.parquet"))
    return [
        mart for mart in marts if comparable(rows(build, mart)) != comparable(rows(other, mart))
    ]


def test_every_mart_has_rows_and_the_manifest_counts_them(demo: Kizuna) -> None:
    tables = manifest(demo)["tables"]
    declared = {
        model["name"]
        for path in (PROJECT / "models/marts").glob("*/_*__models.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    }
    assert {table["name"] for table in tables} == declared
    for table in tables:
        counted = demo.query(f"select count(*) from marts.{table['name']}")
        assert counted == [(table["rows"],)]
    # No month of the demo company is closed.
    assert {table["name"] for table in tables if table["rows"] == 0} == {"mrr_adjustments"}


def test_marts_are_tables_with_descriptions_in_both_languages(demo: Kizuna) -> None:
    assert demo.query("select count(*) from duckdb_views() where not internal") == [(0,)]
    comments = demo.query(
        "select table_name, null, comment from duckdb_tables() union all "
        "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
    )
    for mart, column, comment in comments:
        assert comment, f"{mart}.{column} has no comment"
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", comment), f"{mart}.{column}: no Japanese"
        assert re.search(r"[A-Za-z]{3}", comment), f"{mart}.{column}: no English"


def test_parquet_holds_the_same_rows(demo: Kizuna) -> None:
    for table in manifest(demo)["tables"]:
        mart = str(table["name"])
        assert rows(current(demo), mart) == demo.query(f"from marts.{mart} order by all")


def test_the_file_is_for_every_client_of_duckdb_1(demo: Kizuna) -> None:
    folder = current(demo)
    assert sorted(path.name for path in folder.iterdir()) == [
        "kizuna.duckdb",
        "manifest.json",
        "parquet",
    ]
    head = (folder / "kizuna.duckdb").read_bytes()[:20]
    assert head[8:12] == b"DUCK"
    (storage_version,) = struct.unpack("<Q", head[12:20])
    assert storage_version == 64  # of DuckDB 1.0 and 1.1; later clients read it too
    assert str(folder.readlink()) == f"builds/{build_id(demo)}"


def test_an_open_reader_keeps_its_build_and_a_new_one_gets_the_new(
    demo: Kizuna, tmp_path: Path
) -> None:
    home = copy_home(demo, tmp_path / "home")
    reader = duckdb.connect(current(home) / "kizuna.duckdb", read_only=True)
    old = build_id(home)
    home("publish")
    new = build_id(home)
    assert old != new
    assert reader.execute("select count(*) > 0 from marts.dim_accounts").fetchone() == (True,)
    reader.close()
    builds = sorted(path.name for path in (home.home / "published/builds").iterdir())
    assert builds == sorted([old, new])
    folder = home.home / "published/builds"
    assert differing_marts(folder / old, folder / new) == []


def test_a_broken_promise_publishes_nothing_and_is_named(demo: Kizuna, tmp_path: Path) -> None:
    home = copy_home(demo, tmp_path / "home")
    first = current(home).resolve()
    with duckdb.connect(home.home / "warehouse/kizuna.duckdb") as connection:
        connection.execute("update raw_generic.activities set occurred_at = null where _row = 7")
    done = home("run", "--skip-unit-tests", ok=False)
    assert done.returncode == 1
    assert "stg_generic__activities.occurred_at is never empty" in done.stderr
    assert "Traceback" not in done.stderr
    assert current(home).resolve() == first
    assert "nothing is published" in home("publish", ok=False).stderr


def test_a_refused_file_builds_nothing(demo: Kizuna, tmp_path: Path) -> None:
    home = copy_home(demo, tmp_path / "home")
    first = current(home).resolve()
    (home.home / "landing/generic/notes.txt").write_text("call back on Monday\n")
    done = home("run", "--skip-unit-tests", ok=False)
    assert done.returncode == 2
    assert "1 files were refused" in done.stderr
    assert current(home).resolve() == first


def test_files_loaded_since_the_build_keep_it_from_being_published(
    demo: Kizuna, tmp_path: Path
) -> None:
    home = copy_home(demo, tmp_path / "home")
    file = tmp_path / "accounts.csv"
    file.write_text("account_id,account_name\nZ-1,霧島製作所\n", encoding="utf-8")
    home("load", file)
    done = home("publish", ok=False)
    assert done.returncode == 1
    assert "1 files were loaded since the last build" in done.stderr


def test_the_past_does_not_know_the_future(demo: Kizuna, tmp_path: Path) -> None:
    """A build as of a day equals one from a warehouse in which nothing later was ever loaded."""
    whole = copy_home(demo, tmp_path / "whole")
    cut = copy_home(demo, tmp_path / "cut")
    with duckdb.connect(cut.home / "warehouse/kizuna.duckdb") as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name like 'raw_%' and schema_name <> 'raw_reference'"
        ).fetchall()
        for (table,) in tables:
            # The end of 2025-06-30 in Japan.
            connection.execute(f"delete from {table} where _available_at >= '2025-06-30 15:00:00'")
    for home in (whole, cut):
        home.dbt("run", variables={"as_of_date": "2025-06-30"})
    refused = whole("publish", ok=False)
    assert refused.returncode == 1
    assert "of a part" in refused.stderr
    assert current(whole).resolve().name == build_id(demo)
    assert whole.raw("select as_of_date::varchar from marts.build_info") == [("2025-06-30",)]
    assert whole.raw("select max(month)::varchar from marts.mrr_monthly") == [("2025-06-01",)]
    # What was loaded is told of the whole warehouse, whatever day a build is of.
    exempt = {
        "build_info": ["built_at", "git_commit", "data_through"],
        "data_quality": ["freshness_hours", "duplicate_keys"],
    }
    marts, others = (home.marts("warehouse", exempt) for home in (whole, cut))
    assert [mart for mart, rows in marts.items() if rows != others[mart]] == []


def test_nothing_built_is_nothing_to_publish(kizuna: Kizuna) -> None:
    for command in ("load", "publish"):
        done = kizuna(command, ok=False)
    assert done.returncode == 1
    assert "Nothing was built yet" in done.stderr
