"""The load ledger: `ops.loads` in the warehouse, and `loads.jsonl` beside the landing files."""

from __future__ import annotations

import json
import re
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from kizuna.contracts import LINEAGE_COLUMNS, Source, Table
from kizuna.errors import KizunaError

MEMORY_LIMIT = "1500MB"
"""Enough for files of any size: DuckDB sorts nothing here, and the rest goes to disk."""


class LoadRecord(BaseModel):
    """One file in one table, as the ledger keeps it. Times are UTC without a zone."""

    model_config = ConfigDict(frozen=True)

    load_id: str
    loaded_at: datetime
    source: str
    table_name: str
    mapping: str | None
    file: str
    sha256: str
    bytes: int
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    started_at: datetime
    finished_at: datetime
    status: str
    is_backfill: bool
    ignored_columns: str
    mode: str = "increment"
    settings: str = "{}"
    """What the user said of the file, as JSON: date order, encoding."""


@dataclass(frozen=True)
class Run:
    """One run of `kizuna load`: its files share id and time."""

    load_id: str
    loaded_at: datetime


def utc_now() -> datetime:
    """Return the time now, in UTC without a zone, to the second as the ledger writes it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def new_run(known: Iterable[LoadRecord] = ()) -> Run:
    """Start a run that is later than what is known, even if the clock was set back since."""
    now = utc_now()
    latest = max((record.loaded_at for record in known), default=None)
    if latest is not None and now <= latest:
        now = latest + timedelta(seconds=1)
    return Run(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", now)


class HeldError(KizunaError):
    """Another program holds the warehouse file."""


def _spare_the_search_for_pandas() -> None:
    """Tell Python that there is no pandas, where there is none.

    DuckDB asks for it with every value that it is handed, and a search of the whole path takes
    longer than the value.
    """
    if find_spec("pandas") is None:
        sys.modules.setdefault("pandas", None)  # type: ignore[arg-type] # Python's sign for it


def _open(warehouse: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(warehouse)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise HeldError(str(error)) from error
        raise


HOLDER = re.compile(
    r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)(?: by user (?P<user>\S+?))?[.,\s]"
)


def _holder(said: str) -> str:
    """Name the process that holds the file, as far as the system tells."""
    found = HOLDER.search(said + " ")
    if not found:
        return "another program"
    by = f" of {found['user']}" if found["user"] else ""
    return f"{Path(found['program']).name} (process {found['pid']}{by})"


def connect(
    warehouse: Path, scratch: Path | None = None, wait: float = 0.0
) -> duckdb.DuckDBPyConnection:
    """Open the work file, with the loader's macros and the ops tables.

    Args:
        warehouse: the work file.
        scratch: folder for what does not fit into memory.
        wait: seconds to wait for another program that holds the file.

    Raises:
        KizunaError: another program holds the file, or it is none of DuckDB's.
    """
    try:
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        if warehouse.is_dir():
            raise KizunaError(f"{warehouse} is a folder, where the warehouse file should be.")
        for attempt in Retrying(
            stop=stop_after_delay(wait),
            wait=wait_fixed(0.2),
            retry=retry_if_exception_type(HeldError),
            reraise=True,
        ):
            with attempt:
                connection = _open(warehouse)
    except HeldError as error:
        waited = f" and did not let go of it for {wait:g} seconds" if wait else ""
        raise HeldError(
            f"{warehouse} is held by {_holder(str(error))}{waited}: close it, or wait until it has "
            "finished, and run again."
        ) from error
    except OSError as error:
        raise KizunaError(
            f"{warehouse.parent} cannot be made ({error.strerror}): check KIZUNA_HOME."
        ) from error
    except duckdb.Error as error:
        said = str(error).splitlines()[0].rstrip(".")
        cure = "check its permissions"
        if "not a valid DuckDB database" in said:
            cure = "`kizuna reload` makes it anew; landing/ and loads.jsonl bring back every row"
        raise KizunaError(f"{warehouse} cannot be opened: {said}; {cure}.") from error
    _spare_the_search_for_pandas()
    sql = files("kizuna") / "sql"
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    # Its cache knows a file by path and size: another one in the same place would be read as it.
    connection.execute("set enable_external_file_cache = false")
    if scratch is not None:
        connection.execute("set temp_directory = ?", [str(scratch / "spill")])
    connection.execute((sql / "types.sql").read_text(encoding="utf-8"))
    connection.execute((sql / "ops.sql").read_text(encoding="utf-8"))
    return connection


def _existing_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the columns and types of every raw table that exists, by schema-qualified name."""
    rows = connection.execute(
        "select table_schema || '.' || table_name, column_name, lower(data_type) "
        "from information_schema.columns where table_schema like 'raw\\_%' escape '\\'"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for relation, column, data_type in rows:
        found.setdefault(relation, {})[column] = data_type
    return found


def _duckdb_type(data_type: str) -> str:
    return "varchar" if data_type == "string" else data_type


def _create_raw_table(
    connection: duckdb.DuckDBPyConnection, table: Table, existing: dict[str, str]
) -> None:
    wanted = {
        column.name: _duckdb_type(column.data_type) for column in table.columns
    } | LINEAGE_COLUMNS
    if not existing:
        columns = ", ".join(f'"{name}" {data_type}' for name, data_type in wanted.items())
        connection.execute(f'create schema if not exists "{table.schema_name}"')
        connection.execute(f"create table {table.relation} ({columns})")
        return
    for name, data_type in wanted.items():
        if name not in existing:
            connection.execute(f'alter table {table.relation} add column "{name}" {data_type}')
        elif existing[name] != data_type:
            raise KizunaError(
                f"{table.relation}.{name} is {existing[name]} in the warehouse and {data_type} in "
                "the contract: run `kizuna reload`, which makes the warehouse anew from landing/ "
                "and loads.jsonl, every row with its load time."
            )


def create_raw_tables(connection: duckdb.DuckDBPyConnection, sources: dict[str, Source]) -> None:
    """Create every declared table, so that models compile whatever was exported.

    A column that a contract has gained is added.

    Raises:
        KizunaError: a column has another type than its contract says.
    """
    existing = _existing_columns(connection)
    for source in sources.values():
        for table in source.tables:
            _create_raw_table(connection, table, existing.get(table.relation, {}))


def write_record(connection: duckdb.DuckDBPyConnection, record: LoadRecord) -> None:
    """Write one row of `ops.loads`, in the caller's transaction."""
    values = record.model_dump()
    marks = ", ".join("?" for _ in values)
    connection.execute(
        f"insert into ops.loads ({', '.join(values)}) values ({marks})",  # noqa: S608 - field names
        list(values.values()),
    )


def note_unnumbered(
    connection: duckdb.DuckDBPyConnection, table: Table, record: LoadRecord, first_row: int
) -> None:
    """Note, in the caller's transaction, that the rows of a file lie in order but unnumbered."""
    connection.execute(
        "insert into ops.unnumbered_files values (?, ?, ?, ?)",
        [table.relation, record.load_id, record.file, first_row],
    )


def number_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Number the rows of the files that were loaded without; a killed run may have left some.

    Rows that were inserted in the order of their file stand there in that order, so that DuckDB's
    rowid tells it. Numbering while reading would hold all of it to one thread.
    """
    left = connection.execute("from ops.unnumbered_files").fetchall()
    for relation, load_id, file, first_row in left:
        names = {"load_id": load_id, "file": file}
        of_file = "_row is null and _load_id = $load_id and _file = $file"
        first = f"(select min(rowid) from {relation} where {of_file})"  # noqa: S608 - of a contract
        connection.begin()
        connection.execute(
            f"update {relation} set _row = rowid + $first_row - {first} where {of_file}",  # noqa: S608 - of a contract
            names | {"first_row": first_row},
        )
        connection.execute(
            "delete from ops.unnumbered_files where load_id = $load_id and file = $file", names
        )
        connection.commit()


def records(connection: duckdb.DuckDBPyConnection) -> list[LoadRecord]:
    """Return the ledger of the warehouse."""
    result = connection.execute("select * from ops.loads order by loaded_at, load_id, file, sha256")
    names = [column[0] for column in result.description]
    return [
        LoadRecord.model_validate(dict(zip(names, row, strict=True))) for row in result.fetchall()
    ]


Key = tuple[str, str, str | None, str, str]


def key_of(table: Table, sha256: str, file: str) -> Key:
    """Return what a file is known by: table, mapping and sha256; a full dump by its name too.

    A full dump may say again what an older one said, with another in between.
    """
    name = file if table.mode == "snapshot" else ""
    return table.source, table.name, table.mapping, sha256, name


def key(record: LoadRecord) -> Key:
    """Return what a loaded file is known by."""
    name = record.file if record.mode == "snapshot" else ""
    return record.source, record.table_name, record.mapping, record.sha256, name


def _record(line: str, number: int, path: Path) -> LoadRecord:
    try:
        return LoadRecord.model_validate_json(line)
    except ValueError as error:
        raise KizunaError(
            f"{path}, line {number}, is no record of the load ledger: restore the file from a "
            "copy, or remove it while the warehouse still exists, and it is written anew."
        ) from error


def read_log(path: Path) -> dict[Key, LoadRecord]:
    """Read `loads.jsonl`; a last line that was cut off while it was written counts as not written.

    Raises:
        KizunaError: the file cannot be read, or a line is no ledger record.
    """
    try:
        *lines, last = path.read_bytes().decode("utf-8").split("\n")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeError) as error:
        raise KizunaError(f"{path} cannot be read as the load ledger: {error}.") from error
    found = [_record(line, number, path) for number, line in enumerate(lines, 1) if line.strip()]
    with suppress(ValueError):
        found += [LoadRecord.model_validate_json(last)] if last.strip() else []
    return {key(record): record for record in found}


def append_log(path: Path, written: list[LoadRecord]) -> None:
    """Append records to `loads.jsonl`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(_line(record.model_dump(mode="json")) for record in written)


def synchronise_log(path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Write into `loads.jsonl` what the warehouse knows and the file does not.

    They differ after a run that was killed between its commit and its last line.
    """
    known = read_log(path)
    fresh = {key(r): r for r in records(connection) if key(r) not in known}
    whole = not path.exists() or path.read_bytes().endswith(b"\n") or not known
    if fresh and whole:
        append_log(path, list(fresh.values()))
    elif fresh or not whole:
        rewrite_log(path, [*known.values(), *fresh.values()])


def rewrite_log(path: Path, written: list[LoadRecord]) -> None:
    """Write `loads.jsonl` anew; it is the old one or the new one, never half of one."""
    rewritten = path.with_name(f".{path.name}")
    rewritten.unlink(missing_ok=True)
    append_log(rewritten, written)
    rewritten.replace(path)


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=True, sort_keys=True) + "\n"
