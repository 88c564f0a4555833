"""Raw tables as Parquet for another engine, and marts of two engines held against each other."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from conftest import Kizuna
from kizuna.spark.compare import compare_mart


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def loaded(kizuna: Kizuna, tmp_path: Path) -> Kizuna:
    header = "account_id,account_name,created_at\n"
    first = "1,霧島製作所,2026-03-01 09:30:00\n2,北野電機,\n"
    for text in (first, "3,青葉商事,2026-03-02 00:00:00.25\n"):
        kizuna("load", "--source", "generic", write(tmp_path, "accounts.csv", header + text))
    return kizuna


def test_raw_tables_lie_in_folders_of_their_loads(loaded: Kizuna, tmp_path: Path) -> None:
    done = loaded("export-raw", tmp_path / "raw")
    assert "register.sql" in done.stdout
    files = f"{tmp_path}/raw/raw_generic/accounts/*/*.parquet"
    columns = "account_id, account_name, created_at, _row, _load_id"
    exported = duckdb.execute(
        f"select * replace (created_at at time zone 'UTC' as created_at) from (select {columns} "
        f"from read_parquet('{files}', hive_partitioning = true)) order by all"
    ).fetchall()
    assert exported == loaded.raw(f"select {columns} from raw_generic.accounts order by all")
    folders = {path.name for path in (tmp_path / "raw/raw_generic/accounts").iterdir()}
    loads = loaded.raw("select distinct '_load_id=' || load_id from ops.loads")
    assert folders == {name for (name,) in loads}


def test_the_script_names_every_table_and_where_it_lies(loaded: Kizuna, tmp_path: Path) -> None:
    loaded("export-raw", tmp_path / "raw", "--location", "s3://bucket/kizuna/raw/")
    script = (tmp_path / "raw/register.sql").read_text(encoding="utf-8")
    tables = loaded.raw(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where schema_name like 'raw_%' or table_name in ('loads', 'rejected_rows', 'dbt_runs')"
    )
    assert len(tables) > 100
    for (table,) in tables:
        assert f"create table {table} (" in script
        assert f"location 's3://bucket/kizuna/raw/{table.replace('.', '/')}'" in script
    assert "alter table raw_generic.accounts recover partitions" in script
    assert "alter table raw_generic.contacts" not in script
    assert "`created_at` timestamp" in script
    assert "`employees` bigint" in script


def test_an_export_replaces_an_export_and_nothing_else(loaded: Kizuna, tmp_path: Path) -> None:
    loaded("export-raw", tmp_path / "raw")
    (tmp_path / "raw/left over.txt").write_text("of the first export")
    loaded("export-raw", tmp_path / "raw")
    assert not (tmp_path / "raw/left over.txt").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("keep me")
    done = loaded("export-raw", tmp_path / "mine", ok=False)
    assert done.returncode == 2
    assert "holds something else than an export" in done.stderr
    assert (tmp_path / "mine/notes.txt").read_text() == "keep me"


def test_nothing_loaded_is_nothing_to_export(kizuna: Kizuna, tmp_path: Path) -> None:
    done = kizuna("export-raw", tmp_path / "raw", ok=False)
    assert "Nothing was loaded yet" in done.stderr


ONE = """(values
    ('a', 1.0::double, 10.50::decimal(9, 2), timestamp '2026-03-01 00:00:00'),
    ('b', null, 2.00, timestamp '2026-03-02 00:00:00'),
    ('c', 3.0, null, null)
) as rows (id, rate, amount, seen_at)"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("", ""),
        ("replace (rate + 1e-10 as rate)", ""),
        ("replace (rate * (1 + 1e-8) as rate)", "rate differs in 2 rows"),
        ("replace (coalesce(rate, 0) as rate)", "rate differs in 1 rows"),
        ("replace ((amount + 0.01)::decimal(9, 2) as amount)", "amount differs in 2 rows"),
        ("replace (seen_at + interval 1 microsecond as seen_at)", "seen_at differs in 2 rows"),
        ("replace (seen_at at time zone 'UTC' as seen_at)", ""),
        ("replace (amount::double as amount)", "columns or types differ"),
        ("exclude (seen_at)", "columns or types differ"),
    ],
)
def test_a_difference_is_shown_with_its_first_rows(change: str, said: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create view one as from {ONE}")
        connection.execute(f"create view other as select * {change} from {ONE}")
        found = compare_mart(connection, "mart", ["id"], "one", "other")
    assert len(found) == bool(said)
    for difference in found:
        assert said in str(difference)


def test_rows_that_one_engine_lacks_are_shown() -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create view one as from {ONE}")
        connection.execute(f"create view other as from {ONE} where id <> 'b'")
        found = compare_mart(connection, "mart", ["id"], "one", "other")
    assert [str(difference) for difference in found] == [
        "mart: 1 rows stand in the first only\n  id = 'b'"
    ]
