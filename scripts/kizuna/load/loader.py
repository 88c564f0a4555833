"""Load files into raw tables: one file is one transaction, one run is one load."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from duckdb import ColumnExpression, ConstantExpression

from kizuna.contracts import Table, read_sources
from kizuna.errors import KizunaError
from kizuna.home import Home, Project
from kizuna.load import identify, ledger, report, text
from kizuna.load.read import Input, clear, read_file
from kizuna.load.typed import available_at
from kizuna.mappings import read_mappings

Status = Literal["loaded", "loaded_with_rejects", "known"]
SHOWN_PROBLEMS = 5


@dataclass(frozen=True)
class Problem:
    """One rejected row, as a person is told of it."""

    row: int
    column: str | None
    value: str | None
    reason: str

    def __str__(self) -> str:
        """Say it in half a sentence."""
        place = f"row {self.row}" + (f", column {self.column}" if self.column else "")
        value = "" if self.value is None else f"{self.value!r} "
        return f"{place}: {value}{self.reason}"


@dataclass(frozen=True)
class TableLoad:
    """What one file brought to one table."""

    table: str
    status: Status
    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    """The first of the rejected rows."""
    ignored_columns: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FileLoad:
    """What became of one file."""

    file: str
    tables: list[TableLoad] = field(default_factory=list)
    error: str | None = None


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@dataclass
class Loader:
    """Loads files into the warehouse of a home, all in one run."""

    project: Project
    home: Home
    connection: duckdb.DuckDBPyConnection
    source: str | None = None
    table: str | None = None
    backfill: bool = False

    def __post_init__(self) -> None:
        """Read contracts and mappings, create the declared tables, bring the ledger up to date."""
        sources = read_sources(self.project.staging)
        mappings = read_mappings([self.project.mappings, self.home.mappings], sources["generic"])
        self.candidates = identify.candidates(sources, mappings)
        ledger.create_raw_tables(self.connection, sources)
        ledger.synchronise_log(self.home.loads_log, self.connection)
        self.log = ledger.read_log(self.home.loads_log)
        self.known = {ledger.key(record) for record in ledger.records(self.connection)}
        self.run = ledger.new_run()

    def load(self, paths: list[Path]) -> Iterator[FileLoad]:
        """Load files or folders (without any: all of landing); say of each what became of it."""
        for path in self._files(paths):
            try:
                yield self._load_file(path)
            except KizunaError as error:
                yield FileLoad(self._shown(path), error=str(error))
            except (OSError, UnicodeError) as error:
                yield FileLoad(self._shown(path), error=f"{path} cannot be loaded: {error}.")

    def _files(self, paths: list[Path]) -> list[Path]:
        found: list[Path] = []
        for path in paths or [self.home.landing]:
            if path.is_dir():
                found += sorted(
                    file
                    for file in path.rglob("*")
                    if file.is_file()
                    and not any(part.startswith(".") for part in file.relative_to(path).parts)
                    and file.resolve() != self.home.loads_log.resolve()
                )
            elif path.exists() or paths:
                found.append(path)
        return found

    def _shown(self, path: Path) -> str:
        resolved, landing = path.resolve(), self.home.landing.resolve()
        return (
            resolved.relative_to(landing).as_posix()
            if resolved.is_relative_to(landing)
            else str(path)
        )

    def _load_file(self, path: Path) -> FileLoad:
        print_of_file = text.fingerprint(path)
        landing = self.home.landing.resolve()
        inside = path.resolve().is_relative_to(landing)
        folders = path.resolve().relative_to(landing).parts[:-1] if inside else ()
        found = self._remembered(print_of_file.sha256) or identify.narrow_by_place(
            self.candidates, path, folders, self.source, self.table
        )
        scratch = self.home.scratch / self.run.load_id
        scratch.mkdir(parents=True, exist_ok=True)
        try:
            encodings = [name for one in found for table in one.tables for name in table.encodings]
            utf8 = text.as_utf8(path, encodings, scratch)
            candidate = identify.choose(found, path, utf8)
            keys = [ledger.key_of(table, print_of_file.sha256) for table in candidate.tables]
            if all(key in self.known for key in keys):
                tables = [TableLoad(table.label, "known") for table in candidate.tables]
                return FileLoad(self._shown(path), tables)
            # Of several candidates another one's encoding may have been tried first.
            utf8 = text.as_utf8(path, candidate.tables[0].encodings, scratch)
            inputs = self._inputs(candidate, utf8, path, scratch)
            if inside:
                return FileLoad(self._shown(path), self._load_tables(inputs, path, print_of_file))
            landed = self._land(path, candidate, print_of_file)
            try:
                tables = self._load_tables(inputs, landed, print_of_file)
            except BaseException:
                # What is not in the warehouse must not stay in landing; what is there must.
                if not all(key in self.known for key in keys):
                    landed.unlink()
                raise
            return FileLoad(self._shown(landed), tables)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _remembered(self, sha256: str) -> list[identify.Candidate]:
        """Return what a file was when it was loaded before, so that a lost warehouse comes back.

        A flag says something new, and is followed.
        """
        if self.source or self.table:
            return []
        return [
            candidate
            for candidate in self.candidates
            if all(ledger.key_of(table, sha256) in self.log for table in candidate.tables)
        ]

    def _inputs(
        self, candidate: identify.Candidate, utf8: text.TextFile, path: Path, scratch: Path
    ) -> list[Input]:
        if candidate.report is None:
            table = candidate.tables[0]
            header = self._header(table, utf8, path)
            even = text.with_one_line_end(utf8, header.delimiter, scratch)
            return [Input(table, even, header)]
        if not identify.report_title(utf8, candidate.report):
            cells, _ = identify.best_guess(utf8)
            raise KizunaError(
                f"{path} is no {candidate.label}: it begins with {', '.join(cells[:6])!r} "
                f"where {' or '.join(map(repr, candidate.report.titles))} should stand."
            )
        parts = report.take_apart(utf8, candidate.tables, path, scratch)
        return [
            Input(table, parts[table.name].text, parts[table.name].header, parts[table.name])
            for table in candidate.tables
        ]

    def _header(self, table: Table, utf8: text.TextFile, path: Path) -> identify.Header:
        header = identify.find_header(utf8, table)
        if header is not None:
            identify.refuse_doubled(header.doubled, table, path)
            return header
        cells, delimiter = identify.best_guess(utf8)
        columns, _ = identify.positions(cells, table)
        missing = "; ".join(identify.missing_columns(columns, table))
        shown = ", ".join(cells[:8]) + (", …" if len(cells) > 8 else "")
        if not missing:
            raise KizunaError(
                f"{path} is separated by {delimiter!r}, and {table.label} says "
                f"{table.delimiter!r}: mend the delimiter in the mapping."
            )
        raise KizunaError(
            f"{path} lacks {missing}, which {table.label} requires; its first line is "
            f"{shown!r} (separator {delimiter!r}): export these columns too, or name another table."
        )

    def _land(
        self, path: Path, candidate: identify.Candidate, print_of_file: text.Fingerprint
    ) -> Path:
        """Copy a file given from elsewhere into landing, so that landing is the whole truth.

        The copy gets its name when it is whole: a name that begins with a dot is never loaded.
        """
        table = candidate.tables[0]
        folder = self.home.landing / (table.mapping or Path(candidate.source) / candidate.folder)
        place = folder / path.name
        if place.exists():
            place = place.with_name(f"{path.stem}.{print_of_file.sha256[:8]}{path.suffix}")
        folder.mkdir(parents=True, exist_ok=True)
        incoming = folder / f".incoming-{self.run.load_id}"
        try:
            shutil.copyfile(path, incoming)
            if text.fingerprint(incoming) != print_of_file:
                raise KizunaError(f"{path} changed while it was read: load it again when it rests.")
            incoming.replace(place)
        finally:
            incoming.unlink(missing_ok=True)
        return place

    def _load_tables(
        self, inputs: list[Input], path: Path, print_of_file: text.Fingerprint
    ) -> list[TableLoad]:
        results, written = [], []
        with _transaction(self.connection):
            for source in inputs:
                result, record = self._load_table(source, path, print_of_file)
                results.append(result)
                written.append(record)
        self.known.update(ledger.key(record) for record in written)
        fresh = [record for record in written if ledger.key(record) not in self.log]
        if fresh:
            ledger.append_log(self.home.loads_log, fresh)
            self.log.update({ledger.key(record): record for record in fresh})
        return results

    def _load_table(
        self, source: Input, path: Path, print_of_file: text.Fingerprint
    ) -> tuple[TableLoad, ledger.LoadRecord]:
        table, started_at = source.table, ledger.utc_now()
        earlier = self.log.get(ledger.key_of(table, print_of_file.sha256))
        load_id = earlier.load_id if earlier else self.run.load_id
        loaded_at = earlier.loaded_at if earlier else self.run.loaded_at
        is_backfill = earlier.is_backfill if earlier else self._is_backfill(table)
        file = earlier.file if earlier else self._shown(path)
        try:
            rows_rejected = read_file(self.connection, source)
        except duckdb.Error as error:
            raise KizunaError(
                f"{path} cannot be read as CSV: {str(error).splitlines()[0].rstrip('.')}; "
                "open it in an editor, or export it again."
            ) from error
        rows_loaded = self._insert_rows(table, load_id, loaded_at, file, is_backfill)
        problems = self._insert_rejects(table, load_id, file)
        clear(self.connection)
        status: Status = "loaded_with_rejects" if rows_rejected else "loaded"
        record = ledger.LoadRecord(
            load_id=load_id,
            loaded_at=loaded_at,
            source=table.source,
            table_name=table.name,
            mapping=table.mapping,
            file=file,
            sha256=print_of_file.sha256,
            bytes=print_of_file.size,
            rows_read=rows_loaded + rows_rejected,
            rows_loaded=rows_loaded,
            rows_rejected=rows_rejected,
            started_at=started_at,
            finished_at=ledger.utc_now(),
            status=status,
            is_backfill=is_backfill,
            ignored_columns=json.dumps(source.ignored, ensure_ascii=False),
        )
        ledger.write_record(self.connection, record)
        result = TableLoad(
            table.label,
            status,
            record.rows_read,
            rows_loaded,
            rows_rejected,
            problems,
            source.ignored,
        )
        return result, record

    def _is_backfill(self, table: Table) -> bool:
        """Whether this run brings the table, or the mapping that fills it, for the first time."""
        if self.backfill:
            return True
        return not any(
            (record.source, record.table_name, record.mapping)
            == (table.source, table.name, table.mapping)
            and record.load_id != self.run.load_id
            for record in self.log.values()
        )

    def _insert_rows(
        self, table: Table, load_id: str, loaded_at: datetime, file: str, is_backfill: bool
    ) -> int:
        good = self.connection.table("kz_typed").filter(ColumnExpression("_reason").isnull())
        names = [column.name for column in table.columns]
        lineage = {
            "_load_id": ConstantExpression(load_id),
            "_loaded_at": ConstantExpression(loaded_at).cast("timestamp"),
            "_file": ConstantExpression(file),
            "_row": ColumnExpression("_row"),
            "_available_at": available_at(table, loaded_at, is_backfill=is_backfill),
        }
        rows = good.select(
            *(ColumnExpression(name) for name in names),
            *(value.alias(name) for name, value in lineage.items()),
        )
        rows.create_view("kz_rows")
        listed = ", ".join(f'"{name}"' for name in [*names, *lineage])
        ((inserted,),) = self.connection.execute(
            f"insert into {table.relation} ({listed}) select {listed} from kz_rows"  # noqa: S608 - names of a contract
        ).fetchall()
        self.connection.execute("drop view kz_rows")
        return int(inserted)

    def _insert_rejects(self, table: Table, load_id: str, file: str) -> list[Problem]:
        """Put the rejected rows into quarantine, and return the first of them to show."""
        self.connection.execute(
            "insert into ops.rejected_rows "
            "select ?, ?, ?, ?, row_number, column_name, value, reason, record "
            "from kz_rejects order by row_number",
            [load_id, table.source, table.name, file],
        )
        shown = self.connection.execute(
            "select row_number, column_name, value, reason from kz_rejects "
            "order by row_number limit ?",
            [SHOWN_PROBLEMS],
        ).fetchall()
        return [Problem(*problem) for problem in shown]
