"""Write the marts of a whole build, audit them, publish them: a read-only DuckDB file and Parquet.

Facts that shape this module:

* A published mart is a table, also where the work file has a view: that would store the name of the
  work file's catalog and fail in a copy.
* The file is written in the storage format of DuckDB 1.0, so that every 1.x client and BI driver
  reads it.
* `create table as` drops comments, so they are written again.
* What the audit compares stands in the manifests, so that it costs no reading of old builds.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from pydantic import ValidationError

from kizuna import __version__
from kizuna.audit import Limits, Overrides, audit, events_by_source
from kizuna.builds import (
    INCOMING,
    KEEP_BUILDS,
    SCHEMA,
    Build,
    builds_folder,
    current_build,
    make_durable,
    new_build_id,
    only_one,
    remove_leftovers,
    remove_old_builds,
    take_in,
)
from kizuna.errors import ExitCode, KizunaError
from kizuna.home import WAREHOUSE_NAME, Home

STORAGE_VERSION = "v1.0.0"
EVENTS = "fct_engagement_events"


@dataclass(frozen=True)
class Mart:
    """A mart to publish, and the columns that make its rows unique."""

    name: str
    grain: list[str]
    may_shrink: bool = False


@dataclass(frozen=True)
class Tested:
    """What the last dbt run built and tested."""

    marts: list[Mart]
    limits: Limits = field(default_factory=Limits)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def tested_marts(connection: duckdb.DuckDBPyConnection) -> Tested:
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
    told = json.loads(marts)
    if isinstance(told, list):  # as versions before wrote it
        told = {"marts": told, "limits": {}}
    try:
        limits = Limits.model_validate(told["limits"] or {})
    except ValidationError as error:
        where, said = error.errors()[0]["loc"], error.errors()[0]["msg"]
        raise KizunaError(
            f"The variable publish_limits of dbt_project.yml is wrong at "
            f"{'.'.join(map(str, where))}: {said}."
        ) from error
    return Tested([Mart(**mart) for mart in told["marts"]], limits)


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


def _newest_loads(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """Return by source when something was last loaded (UTC)."""
    sql = "select source, max(loaded_at) from ops.loads group by source"
    return dict(connection.execute(sql).fetchall())


def _open(warehouse: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(warehouse)
    except duckdb.IOException as error:
        said = str(error).splitlines()[0]
        raise KizunaError(
            f"{warehouse} cannot be opened, so nothing is published: {said}"
        ) from error


def _write(
    home: Home, folder: Path, build_id: str, overrides: Overrides
) -> tuple[dict[str, Any], list[str]]:
    """Write a whole build into a folder that no reader knows yet, and audit it.

    Returns:
        Its manifest, and what the audit remarks.
    """
    parquet = folder / "parquet"
    parquet.mkdir(parents=True)
    file = folder / f"{WAREHOUSE_NAME}.duckdb"
    with _open(home.warehouse) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tested = tested_marts(connection)
        info = _build_info(connection)
        newest_loads = _newest_loads(connection)
        connection.execute(
            f"attach {_literal(str(file))} as published (storage_version '{STORAGE_VERSION}')"
        )
        try:
            connection.execute(f"create schema published.{SCHEMA}")
            tables = [_copy_mart(connection, mart, parquet) for mart in tested.marts]
            events = {}
            if any(mart.name == EVENTS for mart in tested.marts):
                events = events_by_source(connection, f"published.{SCHEMA}.{EVENTS}")
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
        "events_by_source": events,
        "tables": tables,
    }
    remarks, before = [], None
    try:
        current = current_build(home)
        before = current.manifest if current else None
    except KizunaError as error:
        remarks = [f"{error} Nothing was compared with it."]
    may_shrink = [mart.name for mart in tested.marts if mart.may_shrink]
    audited = audit(
        before,
        manifest,
        newest_loads,
        tested.limits,
        overrides,
        may_shrink,
    )
    audited.check()
    remarks += audited.remarks
    manifest["remarks"] = remarks
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        make_durable(path)
    return manifest, remarks


def publish(
    home: Home, commit: str, overrides: Overrides | None = None, keep: int = KEEP_BUILDS
) -> Build:
    """Write a new build of every mart, audit it, and let `published/current` mean it.

    Args:
        home: the home folder; its warehouse must hold a whole build in which nothing failed.
        commit: version of the project, for the build's id.
        overrides: what the audit may find without stopping.
        keep: how many builds stay; older ones are removed.

    Raises:
        KizunaError: there is nothing that may be published; nothing has changed then.
    """
    if not home.warehouse.exists():
        raise KizunaError(
            f"{home.warehouse} does not exist: run `kizuna run`.", ExitCode.FAILED_CHECK
        )
    builds_folder(home).mkdir(parents=True, exist_ok=True)
    with only_one(home, "publish"):
        remove_leftovers(home)
        build_id = new_build_id(home, commit)
        incoming = builds_folder(home) / f"{INCOMING}{build_id}"
        try:
            manifest, remarks = _write(home, incoming, build_id, overrides or Overrides())
            take_in(home, incoming, build_id)
        except BaseException:
            remove_leftovers(home)
            raise
    remove_old_builds(home, keep)
    return Build(build_id, builds_folder(home) / build_id, manifest, remarks)
