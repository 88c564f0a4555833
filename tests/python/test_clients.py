"""Tools that others wrote open the published file: all read it, none writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import adbc_driver_duckdb
import adbc_driver_manager.dbapi as adbc
import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from conftest import PROJECT, Kizuna
from kizuna.home import Home
from kizuna.publish import publish
from test_builds import record, work

READ_ONLY = "read-only mode"
"""What DuckDB says to whoever writes into a file that was opened for reading."""
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
WRITES = [
    "create table marts.mine as select 1 as id",
    "update marts.build_info set engine = 'mine'",
    "delete from marts.build_info",
    "drop table marts.build_info",
]
NPS = """
select segment, responses, nps from marts.nps_summary
where survey_type = 'relational' and period_type = 'all' and segment_type = 'industry'
order by segment
"""


def published(demo: Kizuna) -> Path:
    """Return the folder of the current build, as a reader of several files finds it."""
    return (demo.home / "published" / "current").resolve()


@pytest.fixture
def file(demo: Kizuna) -> Iterator[Path]:
    """The published file, which must be the same when the test is over."""
    path = published(demo) / "kizuna.duckdb"
    before = sha256(path.read_bytes()).hexdigest()
    yield path
    assert sha256(path.read_bytes()).hexdigest() == before
    assert list(path.parent.glob("*.wal")) == []


def own(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask DuckDB's own client."""
    with duckdb.connect(file, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def marts(file: Path) -> list[str]:
    sql = "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
    return [name for (name,) in own(file, sql)]


# ADBC


@contextmanager
def adbc_cursor(file: Path, **options: str) -> Iterator[adbc.Cursor]:
    with (
        adbc.connect(
            driver=adbc_driver_duckdb.driver_path(),
            entrypoint="duckdb_adbc_init",
            db_kwargs={"path": str(file), "access_mode": "READ_ONLY"} | options,
        ) as connection,
        connection.cursor() as cursor,
    ):
        yield cursor


@pytest.mark.build
def test_adbc_reads_every_mart_as_arrow(file: Path) -> None:
    sql = "select * from marts.{} order by all"
    with duckdb.connect(file, read_only=True) as connection:
        own_tables = {
            name: connection.sql(sql.format(name)).to_arrow_table() for name in marts(file)
        }
    with adbc_cursor(file) as cursor:
        for name, table in own_tables.items():
            cursor.execute(sql.format(name))
            assert cursor.fetch_arrow_table().equals(table), name


@pytest.mark.build
@pytest.mark.parametrize("write", WRITES)
def test_adbc_writes_nothing(file: Path, write: str) -> None:
    with adbc_cursor(file) as cursor, pytest.raises(adbc.Error, match=READ_ONLY):
        cursor.execute(write)


# SQLAlchemy, which BI tools such as Superset stand on; what is here is valid in 1.4 and 2


@contextmanager
def engine_of(file: Path) -> Iterator[sa.engine.Engine]:
    engine = sa.create_engine(f"duckdb:///{file}", connect_args={"read_only": True})
    yield engine
    engine.dispose()  # DuckDB's own client may not open the same file within one process before


@pytest.mark.build
def test_sqlalchemy_sees_every_mart_with_columns_and_descriptions(file: Path) -> None:
    told: dict[str, list[str]] = {}
    for table, column in own(
        file,
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'marts' order by table_name, ordinal_position",
    ):
        told.setdefault(table, []).append(column)
    with engine_of(file) as engine:
        inspector = sa.inspect(engine)
        assert "kizuna.marts" in inspector.get_schema_names()
        assert sorted(inspector.get_table_names(schema="marts")) == sorted(told)
        for table, columns in told.items():
            seen = inspector.get_columns(table, schema="marts")
            assert [column["name"] for column in seen] == columns, table
            assert all(JAPANESE.search(column["comment"] or "") for column in seen), table
        text = inspector.get_table_comment("nps_summary", schema="marts")["text"]
        assert JAPANESE.search(text or "")


@pytest.mark.build
def test_sqlalchemy_queries_with_bound_parameters(file: Path) -> None:
    sql = "select lifecycle, count(*), sum(mrr) from marts.dim_accounts where {} group by 1"
    bound = sql.format("lifecycle = :lifecycle and mrr >= :least")
    expected = own(file, sql.format("lifecycle = 'customer' and mrr >= 1")), own(file, NPS)
    with engine_of(file) as engine, engine.connect() as connection:
        rows = connection.execute(sa.text(bound), {"lifecycle": "customer", "least": 1}).fetchall()
        nps = connection.execute(sa.text(NPS)).fetchall()
    assert ([tuple(row) for row in rows], [tuple(row) for row in nps]) == expected
    assert len(rows) == 1
    assert len(nps) > 1


@pytest.mark.build
@pytest.mark.parametrize("write", WRITES)
def test_sqlalchemy_writes_nothing(file: Path, write: str) -> None:
    with (
        engine_of(file) as engine,
        engine.connect() as connection,
        pytest.raises(sa.exc.DBAPIError, match=READ_ONLY),
    ):
        connection.execute(sa.text(write))


READER = """
import sys, sqlalchemy as sa
engine = sa.create_engine('duckdb:///' + sys.argv[1], connect_args={'read_only': True})
with engine.connect() as connection:
    for line in sys.stdin:
        print(connection.execute(sa.text(line)).scalar(), flush=True)
"""


class Reader:
    """An engine in a process of its own, which keeps its connection open."""

    def __init__(self, file: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, sql: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose work file holds one small mart."""
    home = Home(tmp_path / "home")
    home.warehouse.parent.mkdir(parents=True)
    work(home, (PROJECT / "scripts/kizuna/sql/ops.sql").read_text(encoding="utf-8"))
    work(
        home,
        "create schema marts; create table marts.build_info as select date '2026-03-31' as "
        "as_of_date, date '2026-03-31' as data_through, timestamp '2026-04-01' as built_at, "
        "1 as number",
    )
    record(home, {"build_info": ["as_of_date"]})
    return home


def test_engines_of_two_processes_read_while_a_build_is_published(home: Home) -> None:
    """Who is connected stays with the build he opened; who connects now gets the new one."""
    current = home.published / "current" / "kizuna.duckdb"
    sql = "select number from marts.build_info"
    publish(home, "abc")
    with closing(Reader(current)) as first, closing(Reader(current)) as second:
        assert [first.ask(sql), second.ask(sql)] == ["1", "1"]
        work(home, "update marts.build_info set number = 2")
        publish(home, "abc")
        with closing(Reader(current)) as third:
            assert [one.ask(sql) for one in (first, second, third)] == ["1", "1", "2"]


def test_a_pooled_connection_must_be_let_go_to_see_a_new_build(home: Home) -> None:
    """A new connection gets the new build, even while the process has the old one open."""
    current = home.published / "current" / "kizuna.duckdb"
    sql = sa.text("select number from marts.build_info")
    publish(home, "abc")
    with engine_of(current) as engine:
        with engine.connect() as connection:
            assert connection.execute(sql).scalar() == 1
            work(home, "update marts.build_info set number = 2")
            publish(home, "abc")
            with engine.connect() as other:
                assert other.execute(sql).scalar() == 2
            assert connection.execute(sql).scalar() == 1
        work(home, "update marts.build_info set number = 3")
        publish(home, "abc")
        with engine.connect() as connection:
            assert connection.execute(sql).scalar() in {1, 2}  # out of the pool
        engine.dispose()
        with engine.connect() as connection:
            assert connection.execute(sql).scalar() == 3


# Parquet


@pytest.mark.build
def test_pandas_polars_and_pyarrow_read_the_parquet_files(demo: Kizuna) -> None:
    build = published(demo)
    sums = {"mrr_monthly": "end_mrr", "nps_summary": "responses", "dim_accounts": "mrr"}
    for name in marts(build / "kizuna.duckdb"):
        path = build / "parquet" / f"{name}.parquet"
        ((rows,),) = own(build / "kizuna.duckdb", f"select count(*) from marts.{name}")
        assert pq.read_metadata(path).num_rows == rows
        assert pl.scan_parquet(path).select(pl.len()).collect().item() == rows
    for name, column in sums.items():
        path = build / "parquet" / f"{name}.parquet"
        ((total,),) = own(build / "kizuna.duckdb", f"select sum({column}) from marts.{name}")
        assert pd.read_parquet(path)[column].dropna().sum() == total
        assert pl.read_parquet(path)[column].sum() == total
        assert sum(filter(None, pq.read_table(path)[column].to_pylist())) == total


# What the documentation shows


@pytest.mark.build
@pytest.mark.parametrize(("page", "least"), [("notebooks", 8), ("excel", 1)])
def test_what_the_pages_show_runs(
    demo: Kizuna,
    file: Path,
    page: str,
    least: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In order and in one namespace, as in a notebook, with the demo's home as `data`."""
    text = (PROJECT / f"docs/bi/{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert len(blocks) >= least
    (tmp_path / "data").symlink_to(demo.home)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"{page}.md, block {number}", "exec"), names)  # noqa: S102
        assert "print(" not in block or capsys.readouterr().out, number
