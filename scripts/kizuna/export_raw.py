"""Write the raw tables as Parquet, and the script that registers them as tables of Spark.

Facts that shape this module:

* A table that was loaded into lies in folders of its loads (`_load_id=…`), so that another engine
  reads only the loads it asks for; the name of the folder is the column.
* Times are UTC. Spark's timestamps have a zone, so they are written as times of UTC with one.
* Tables without rows are registered too: models read them all.
* The folder is made beside its place and put there whole: what stands there is never half.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kizuna.errors import KizunaError
from kizuna.home import Home

SCRIPT = "register.sql"
PARTITION = "_load_id"
SPARK_TYPES = {
    "VARCHAR": "string",
    "JSON": "string",
    "BOOLEAN": "boolean",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "DOUBLE": "double",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


@dataclass(frozen=True)
class ExportedTable:
    """A raw table as Parquet: its name with schema, its rows and the loads they came with."""

    table: str
    rows: int
    loads: int


@dataclass(frozen=True)
class Export:
    """What was written: the script that registers it, and the tables."""

    script: Path
    tables: list[ExportedTable]


@dataclass(frozen=True)
class _Column:
    name: str
    data_type: str

    @property
    def spark_type(self) -> str:
        decimal = re.fullmatch(r"DECIMAL\(\d+,\d+\)", self.data_type)
        return self.data_type.lower() if decimal else SPARK_TYPES[self.data_type]

    @property
    def written(self) -> str:
        if self.data_type == "TIMESTAMP":
            return f'timezone(\'UTC\', "{self.name}") as "{self.name}"'
        return f'"{self.name}"'


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[_Column]]:
    """Return what models read: the raw tables, and the loader's notes beside them."""
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where schema_name like 'raw\\_%' escape '\\' or schema_name = 'ops' "
        "and table_name in ('loads', 'rejected_rows', 'dbt_runs') "
        "order by schema_name, table_name, column_index"
    ).fetchall()
    found: dict[str, list[_Column]] = {}
    for table, column, data_type in rows:
        found.setdefault(table, []).append(_Column(column, data_type))
    return found


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[_Column], folder: Path
) -> ExportedTable:
    """Write the rows of a table, those of each load in a folder of its own."""
    folder.mkdir(parents=True)
    is_partitioned = any(column.name == PARTITION for column in columns)
    loads = f'count(distinct "{PARTITION}")' if is_partitioned else "0"
    # Names come from the contracts, not from data.
    counted = connection.execute(f"select count(*), {loads} from {table}").fetchall()  # noqa: S608
    (rows, loads_counted) = counted[0]
    # What dbt ran on this engine says nothing of another one.
    if not rows or table == "ops.dbt_runs":
        return ExportedTable(table, 0, 0)
    wanted = ", ".join(column.written for column in columns)
    place = folder if is_partitioned else folder / "data.parquet"
    how = f', partition_by ("{PARTITION}")' if is_partitioned else ""
    connection.execute(
        f"copy (select {wanted} from {table}) "  # noqa: S608
        f"to {_literal(str(place))} (format parquet, compression zstd{how})"
    )
    return ExportedTable(table, rows, loads_counted)


def _registration(table: str, columns: list[_Column], location: str, *, loads: int) -> list[str]:
    """Return the statements that make one table known to Spark."""
    declared = ",\n".join(f"    `{column.name}` {column.spark_type}" for column in columns)
    partition = f"\npartitioned by (`{PARTITION}`)" if loads else ""
    place = f"{location}/{table.replace('.', '/')}"
    statements = [
        f"drop table if exists {table}",
        f"create table {table} (\n{declared}\n)\nusing parquet{partition}\n"
        f"location {_literal(place)}",
    ]
    if loads:
        statements.append(f"alter table {table} recover partitions")
    return statements


def export_raw(home: Home, folder: Path, location: str | None = None) -> Export:
    """Write all raw tables below a folder, in place of what an earlier export left there.

    Args:
        home: whose warehouse is exported.
        folder: where to; `register.sql` is written beside the folders of the schemas.
        location: where Spark will find the folder, if not there: `s3://bucket/raw`, for example.

    Raises:
        KizunaError: nothing was loaded yet, or something else than an export is in the folder.
    """
    if not home.warehouse.is_file():
        raise KizunaError("Nothing was loaded yet: run `kizuna load`.")
    folder = folder.resolve()
    if folder.exists() and not (folder / SCRIPT).is_file() and any(folder.iterdir()):
        raise KizunaError(f"{folder} holds something else than an export of ours: name another.")
    location = (location or folder.as_uri()).rstrip("/")
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    script: list[str] = []
    exported = []
    with duckdb.connect(home.warehouse, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = _tables(connection)
        schemas = dict.fromkeys(table.split(".")[0] for table in tables)
        script += [f"create schema if not exists {schema}" for schema in schemas]
        for table, columns in tables.items():
            done = _write(connection, table, columns, beside / table.replace(".", "/"))
            script += _registration(table, columns, location, loads=done.loads)
            exported.append(done)
    text = "-- Registers the raw tables of Kizuna as external tables of Spark.\n"
    text += ";\n\n".join(script) + ";\n"
    (beside / SCRIPT).write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)
    return Export(folder / SCRIPT, exported)
