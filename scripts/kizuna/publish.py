"""Publish the marts of an audited build: a read-only DuckDB file and Parquet, in one rename.

Facts that shape this module:

* A published mart is a table, also where the work file has a view: that would store the name of the
  work file's catalog and fail in a copy.
* The file is written in the storage format of DuckDB 1.0, so that every 1.x client and BI driver
  reads it.
* `create table as` drops comments, so they are written again.
* `current` is a symbolic link that is replaced by rename: a reader that has the old build open
  keeps it, a new connection gets the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from kizuna import __version__
from kizuna.errors import ExitCode, KizunaError
from kizuna.home import WAREHOUSE_NAME, Home

SCHEMA = "marts"
STORAGE_VERSION = "v1.0.0"


@dataclass(frozen=True)
class Mart:
    """A mart to publish, and the columns that make its rows unique."""

    name: str
    grain: list[str]


@dataclass(frozen=True)
class Build:
    """A published build."""

    build_id: str
    folder: Path
    manifest: dict[str, Any]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def audited_marts(connection: duckdb.DuckDBPyConnection) -> list[Mart]:
    """Return the marts of the last dbt run, if it was a whole build in which nothing failed.

    Raises:
        KizunaError: there was none, something failed in it, or files were loaded since.
    """
    try:
        rows = connection.execute(
            "select command, is_complete, failed, loads_seen, marts, "
            "(select count(*) from ops.loads) from ops.dbt_runs order by rowid desc limit 1"
        ).fetchall()
    except duckdb.CatalogException:
        rows = []
    if not rows:
        raise KizunaError("Nothing was built yet: run `kizuna run`.", ExitCode.FAILED_CHECK)
    command, is_complete, failed, loads_seen, marts, loads_now = rows[0]
    if failed:
        raise KizunaError(
            f"The last `dbt {command}` had {failed} failed or skipped steps, so nothing is "
            "published: mend them and run `kizuna run`.",
            ExitCode.FAILED_CHECK,
        )
    if not is_complete:
        raise KizunaError(
            f"The last dbt command was a `dbt {command}` of a part, which tests no whole build: "
            "run `kizuna run`, or `dbt build` without a selection.",
            ExitCode.FAILED_CHECK,
        )
    if loads_seen != loads_now:
        raise KizunaError(
            f"{loads_now - loads_seen} files were loaded since the last build: run `kizuna run`.",
            ExitCode.FAILED_CHECK,
        )
    return [Mart(mart["name"], mart["grain"]) for mart in json.loads(marts)]


def _copy_mart(connection: duckdb.DuckDBPyConnection, mart: Mart, parquet: Path) -> dict[str, Any]:
    """Copy one mart, its comments and its Parquet file, and return its entry in the manifest."""
    name = f"{SCHEMA}.{_identifier(mart.name)}"
    order = ", ".join(map(_identifier, mart.grain))
    # Names come from the project's own models, not from data.
    connection.execute(
        f"create table published.{name} as select * from {WAREHOUSE_NAME}.{name} order by {order}"  # noqa: S608
    )
    tables = connection.execute(
        "select comment from (select database_name, schema_name, table_name, comment "
        "from duckdb_tables() union all select database_name, schema_name, view_name, comment "
        "from duckdb_views()) where comment is not null "
        "and database_name = ? and schema_name = ? and table_name = ?",
        [WAREHOUSE_NAME, SCHEMA, mart.name],
    ).fetchall()
    for (comment,) in tables:
        connection.execute(f"comment on table published.{name} is {_literal(comment)}")
    columns = connection.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        "where database_name = ? and schema_name = ? and table_name = ? order by column_index",
        [WAREHOUSE_NAME, SCHEMA, mart.name],
    ).fetchall()
    for column, _, comment in columns:
        if comment:
            connection.execute(
                f"comment on column published.{name}.{_identifier(column)} is {_literal(comment)}"
            )
    connection.execute(
        f"copy (select * from published.{name} order by {order}) "  # noqa: S608
        f"to {_literal(str(parquet / f'{mart.name}.parquet'))} (format parquet, compression zstd)"
    )
    counted = connection.execute(f"select count(*) from published.{name}").fetchall()  # noqa: S608
    schema = [{"name": column, "type": data_type} for column, data_type, _ in columns]
    return {
        "name": mart.name,
        "grain": mart.grain,
        "rows": counted[0][0],
        "columns": schema,
        "schema_hash": _hash(schema),
    }


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _build_info(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    result = connection.execute(f"select * from {WAREHOUSE_NAME}.{SCHEMA}.build_info")  # noqa: S608
    (row,) = result.fetchall()
    names = [column[0] for column in result.description]
    return {
        name: None if value is None else str(value) for name, value in zip(names, row, strict=True)
    }


def _write(home: Home, folder: Path, build_id: str) -> dict[str, Any]:
    """Write a whole build into a folder that no reader knows yet."""
    parquet = folder / "parquet"
    parquet.mkdir(parents=True)
    file = folder / f"{WAREHOUSE_NAME}.duckdb"
    with duckdb.connect(home.warehouse) as connection:
        connection.execute("set TimeZone = 'UTC'")
        marts = audited_marts(connection)
        info = _build_info(connection)
        connection.execute(
            f"attach {_literal(str(file))} as published (storage_version '{STORAGE_VERSION}')"
        )
        try:
            connection.execute(f"create schema published.{SCHEMA}")
            tables = [_copy_mart(connection, mart, parquet) for mart in marts]
            connection.execute("checkpoint published")
        finally:
            connection.execute("detach published")
    if (wal := file.with_name(f"{file.name}.wal")).exists():
        raise KizunaError(f"{wal} was left behind: the build is not published; run again.")
    file.chmod(0o444)
    manifest = {
        "build_id": build_id,
        "published_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "kizuna_version": __version__,
        "duckdb_version": duckdb.__version__,
        **info,
        "schema_hash": _hash({table["name"]: table["columns"] for table in tables}),
        "tables": tables,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return manifest


def _new_build_id(builds: Path, commit: str) -> str:
    stem = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{commit[:7]}"
    taken = {path.name for path in builds.glob(f"{stem}*")}
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _switch(published: Path, build_id: str) -> None:
    """Let `current` mean another build, in one rename."""
    link = published / f".current-{build_id}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / build_id)
    os.replace(link, published / "current")  # noqa: PTH105 - Path.replace follows no link either, but says less


def publish(home: Home, commit: str) -> Build:
    """Write a new build of every mart and let `published/current` mean it.

    Args:
        home: the home folder; its warehouse must hold a whole build in which nothing failed.
        commit: version of the project, for the build's id.

    Raises:
        KizunaError: there is nothing that may be published; nothing has changed then.
    """
    if not home.warehouse.exists():
        raise KizunaError(
            f"{home.warehouse} does not exist: run `kizuna run`.", ExitCode.FAILED_CHECK
        )
    builds = home.published / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    build_id = _new_build_id(builds, commit)
    incoming = builds / f".incoming-{build_id}"
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        manifest = _write(home, incoming, build_id)
        incoming.rename(builds / build_id)
    except BaseException:
        shutil.rmtree(incoming, ignore_errors=True)
        raise
    _switch(home.published, build_id)
    return Build(build_id, builds / build_id, manifest)
