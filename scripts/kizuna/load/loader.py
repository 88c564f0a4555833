"""Load files into raw tables: one file is one transaction, one run is one load."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
    SQLExpression,
    StarExpression,
)

from kizuna.contracts import Column, Table, read_sources
from kizuna.errors import KizunaError
from kizuna.home import Home, Project
from kizuna.load import identify, ledger, report, text
from kizuna.load.typed import (
    ROW_ID,
    available_at,
    reason_of,
    row_hash,
    text_name,
    text_of,
    typing_layers,
    value_of,
)
from kizuna.mappings import read_mappings

Status = Literal["loaded", "loaded_with_rejects", "known"]


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
    ignored_columns: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FileLoad:
    """What became of one file."""

    file: str
    tables: list[TableLoad] = field(default_factory=list)
    error: str | None = None


@dataclass(frozen=True)
class _Input:
    """A table's contract with the prepared text and header that fill it."""

    table: Table
    text: text.TextFile
    header: identify.Header


def _column(name: str) -> Expression:
    return ColumnExpression(name)


def _of_first_misfit(table: Table, chosen: Callable[[Column], Expression]) -> Expression:
    """Return something of the first column whose value does not fit; NULL where all do."""
    first: Expression | None = None
    for column in table.columns:
        misfit, value = _column(reason_of(column)).isnotnull(), chosen(column)
        first = CaseExpression(misfit, value) if first is None else first.when(misfit, value)
    assert first is not None
    return first


def _read_text(connection: duckdb.DuckDBPyConnection, source: _Input) -> duckdb.DuckDBPyRelation:
    """Read every row of a file as text columns c0, c1, … beside its ordinal."""
    header = source.header
    columns = {text_name(position): "VARCHAR" for position in range(len(header.cells))}
    rows = connection.read_csv(
        str(source.text.path),
        auto_detect=False,
        header=False,
        skiprows=header.record,
        sep=header.delimiter,
        quotechar='"',
        escapechar='"',
        columns=columns,
        store_rejects=True,
        rejects_table="kz_csv_errors",
        rejects_scan="kz_csv_scans",
        rejects_limit=0,
    )
    rows = rows.select(
        SQLExpression("row_number() over ()").alias("_ordinal"),
        *(_column(name) for name in columns),
    )
    if any(column.hash_row for column in source.table.columns):
        rows = _with_row_ids(rows, list(columns))
    return rows


def _with_row_ids(rows: duckdb.DuckDBPyRelation, columns: list[str]) -> duckdb.DuckDBPyRelation:
    """Name each row by its content; of equal rows the second is `<hash>-2`, the third `<hash>-3`.

    Two people may well give the same answers, and the same file exported again gives the same ids.
    """
    hashed = rows.select(
        _column("_ordinal"), *map(_column, columns), row_hash(len(columns)).alias("_hash")
    )
    copy = "row_number() over (partition by _hash order by _ordinal)"
    return hashed.select(
        _column("_ordinal"),
        *map(_column, columns),
        SQLExpression(f"case when {copy} = 1 then _hash else concat(_hash, '-', {copy}) end").alias(
            ROW_ID
        ),
    )


def _type_rows(connection: duckdb.DuckDBPyConnection, source: _Input) -> None:
    """Type a file in one pass into the temporary table kz_typed, misfits marked with a reason."""
    table, header = source.table, source.header
    rows = _read_text(connection, source)
    for layer in typing_layers(table, header.columns):
        rows = rows.select(StarExpression(), *(value.alias(name) for name, value in layer.items()))
    if table.description_row:
        key = _column(text_of(table.column(table.key[0])))
        rows = rows.filter((_column("_ordinal") != ConstantExpression(1)) | key.isnotnull())
    row: Expression = _column("_ordinal") + ConstantExpression(header.record)
    if header.cells[0] == report.ROW_COLUMN:
        row = _column(text_name(0)).cast("bigint")
    rows = rows.select(
        StarExpression(),
        _of_first_misfit(table, lambda column: ConstantExpression(column.name)).alias(
            "_bad_column"
        ),
        _of_first_misfit(table, lambda column: _column(text_of(column))).alias("_bad_value"),
        _of_first_misfit(table, lambda column: _column(reason_of(column))).alias("_reason"),
    )
    cells = [_column(text_name(position)) for position in range(len(header.cells))]
    record = FunctionExpression("to_json", FunctionExpression("list_value", *cells))
    rows.select(
        row.alias("_row"),
        *(_column(value_of(column)).alias(column.name) for column in table.columns),
        *map(_column, ("_bad_column", "_bad_value", "_reason")),
        CaseExpression(_column("_reason").isnotnull(), record.cast("varchar")).alias("_record"),
    ).to_table("kz_typed")


def _move_aside_broken_lines(
    connection: duckdb.DuckDBPyConnection, source: _Input
) -> list[tuple[int, str, str]]:
    """Return the lines that are no records, and correct the row numbers behind them.

    DuckDB leaves such lines and blank ones out, so that each of them shifts the rows that follow.
    """
    broken = connection.execute(
        "select line, first(error_message), first(csv_line) from kz_csv_errors "
        "group by line order by line"
    ).fetchall()
    gaps = [int(line) for line, _, _ in broken]
    if text.has_blank_lines(source.text.path):
        gaps += text.blank_records(source.text, source.header.delimiter)
    gaps = sorted({gap for gap in gaps if gap > source.header.record})
    connection.execute("create temp table kz_gaps (after_row bigint, shift bigint)")
    if gaps and source.header.cells[0] != report.ROW_COLUMN:
        # Numbered without gaps, the first row behind the i-th gap (from 1) is gap - i + 1; of gaps
        # that follow each other the last counts.
        connection.executemany(
            "insert into kz_gaps values (?, ?)",
            list({gap - shift: shift for shift, gap in enumerate(gaps, 1)}.items()),
        )
        connection.execute(
            "create or replace temp table kz_typed as "
            "select t.* replace (t._row + coalesce(g.shift, 0) as _row) "
            "from kz_typed as t asof left join kz_gaps as g on t._row > g.after_row"
        )
    return [(line, _plain(message), content) for line, message, content in broken]


def _plain(message: str) -> str:
    """Turn DuckDB's report on a broken line into half a sentence."""
    first = message.splitlines()[0].removeprefix("CSV Error on Line: ").strip()
    for line in message.splitlines():
        if line.strip() and not line.startswith(("CSV Error on Line", "Original Line")):
            first = line.strip()
            break
    return f"is no record: {first[:1].lower()}{first[1:].rstrip('.')}"


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
        ledger.extend_log(self.home.loads_log, self.connection)
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
        found = identify.narrow_by_place(self.candidates, path, folders, self.source, self.table)
        scratch = self.home.scratch / self.run.load_id
        try:
            encodings = [name for one in found for table in one.tables for name in table.encodings]
            utf8 = text.as_utf8(path, encodings, scratch)
            candidate = identify.choose(found, path, utf8)
            if all(
                (table.source, table.name, print_of_file.sha256) in self.known
                for table in candidate.tables
            ):
                tables = [TableLoad(table.label, "known") for table in candidate.tables]
                return FileLoad(self._shown(path), tables)
            inputs = self._inputs(candidate, utf8, path, scratch)
            landed = path if inside else self._land(path, candidate, print_of_file.sha256)
            try:
                tables = self._load_tables(inputs, landed, print_of_file)
            except BaseException:
                if landed != path:
                    landed.unlink()
                raise
            return FileLoad(self._shown(landed), tables)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _inputs(
        self, candidate: identify.Candidate, utf8: text.TextFile, path: Path, scratch: Path
    ) -> list[_Input]:
        texts = {candidate.tables[0].name: utf8}
        if candidate.report is not None:
            if not identify.report_title(utf8, candidate.report):
                cells, _ = identify.best_guess(utf8)
                raise KizunaError(
                    f"{path} is no {candidate.label}: it begins with {', '.join(cells[:6])!r} "
                    f"where {' or '.join(map(repr, candidate.report.titles))} should stand."
                )
            parts = report.take_apart(utf8, candidate.tables, path, scratch)
            texts = {name: text.TextFile(part, "utf-8") for name, part in parts.items()}
        return [
            _Input(table, texts[table.name], self._header(table, texts[table.name], path))
            for table in candidate.tables
        ]

    def _header(self, table: Table, utf8: text.TextFile, path: Path) -> identify.Header:
        header = identify.find_header(utf8, table, path)
        if header is not None:
            return header
        cells, delimiter = identify.best_guess(utf8)
        columns = identify.positions(cells, table, path)
        missing = identify.missing_columns(columns, table)
        shown = ", ".join(cells[:8]) + (", …" if len(cells) > 8 else "")
        raise KizunaError(
            f"{path} lacks {'; '.join(missing)}, which {table.label} requires; its first line is "
            f"{shown!r} (separator {delimiter!r}): export these columns too, or name another table."
        )

    def _land(self, path: Path, candidate: identify.Candidate, sha256: str) -> Path:
        """Copy a file given from elsewhere into landing, so that landing is the whole truth."""
        folder = candidate.tables[0].mapping or candidate.source
        place = self.home.landing / folder / candidate.folder / path.name
        if candidate.tables[0].mapping:
            place = self.home.landing / folder / path.name
        if place.exists():
            place = place.with_name(f"{path.stem}.{sha256[:8]}{path.suffix}")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        return place

    def _load_tables(
        self, inputs: list[_Input], path: Path, print_of_file: text.Fingerprint
    ) -> list[TableLoad]:
        results, written = [], []
        with _transaction(self.connection):
            for source in inputs:
                result, record = self._load_table(source, path, print_of_file)
                results.append(result)
                written.append(ledger.key(record))
        self.known.update(written)
        ledger.extend_log(self.home.loads_log, self.connection)
        return results

    def _load_table(
        self, source: _Input, path: Path, print_of_file: text.Fingerprint
    ) -> tuple[TableLoad, ledger.LoadRecord]:
        table, started_at = source.table, ledger.utc_now()
        earlier = self.log.get((table.source, table.name, print_of_file.sha256))
        load_id = earlier.load_id if earlier else self.run.load_id
        loaded_at = earlier.loaded_at if earlier else self.run.loaded_at
        is_backfill = earlier.is_backfill if earlier else self._is_backfill(table)
        file = earlier.file if earlier else self._shown(path)
        self._clear_temporary_tables()
        try:
            _type_rows(self.connection, source)
            broken = _move_aside_broken_lines(self.connection, source)
        except duckdb.Error as error:
            raise KizunaError(
                f"{path} cannot be read as CSV: {str(error).splitlines()[0].rstrip('.')}; "
                "open it in an editor at that place, or export it again."
            ) from error
        rows_loaded = self._insert_rows(table, load_id, loaded_at, file, is_backfill)
        problems = self._insert_rejects(table, load_id, file, broken)
        self._clear_temporary_tables()
        ignored = [cell for cell in source.header.ignored if cell != report.ROW_COLUMN]
        record = ledger.LoadRecord(
            load_id=load_id,
            loaded_at=loaded_at,
            source=table.source,
            table_name=table.name,
            mapping=table.mapping,
            file=file,
            sha256=print_of_file.sha256,
            bytes=print_of_file.size,
            rows_read=rows_loaded + len(problems),
            rows_loaded=rows_loaded,
            rows_rejected=len(problems),
            started_at=started_at,
            finished_at=ledger.utc_now(),
            status="loaded_with_rejects" if problems else "loaded",
            is_backfill=is_backfill,
            ignored_columns=json.dumps(ignored, ensure_ascii=False),
        )
        ledger.write_record(self.connection, record)
        status: Status = "loaded_with_rejects" if problems else "loaded"
        result = TableLoad(
            table.label, status, record.rows_read, rows_loaded, len(problems), problems, ignored
        )
        return result, record

    def _is_backfill(self, table: Table) -> bool:
        """Whether this run brings the table, or the mapping that fills it, for the first time."""
        if self.backfill:
            return True
        earlier = self.connection.execute(
            "select count(*) from ops.loads where source = ? and table_name = ? "
            "and mapping is not distinct from ? and load_id <> ?",
            [table.source, table.name, table.mapping, self.run.load_id],
        ).fetchone()
        return earlier == (0,)

    def _clear_temporary_tables(self) -> None:
        for name in ("kz_typed", "kz_gaps", "kz_csv_errors", "kz_csv_scans"):
            self.connection.execute(f"drop table if exists {name}")

    def _insert_rows(
        self, table: Table, load_id: str, loaded_at: datetime, file: str, is_backfill: bool
    ) -> int:
        good = self.connection.table("kz_typed").filter(_column("_reason").isnull())
        names = [column.name for column in table.columns]
        lineage = {
            "_load_id": ConstantExpression(load_id),
            "_loaded_at": ConstantExpression(loaded_at).cast("timestamp"),
            "_file": ConstantExpression(file),
            "_row": _column("_row"),
            "_available_at": available_at(table, loaded_at, is_backfill=is_backfill),
        }
        rows = good.select(
            *(_column(name) for name in names),
            *(value.alias(name) for name, value in lineage.items()),
        )
        rows.create_view("kz_rows")
        listed = ", ".join(f'"{name}"' for name in [*names, *lineage])
        inserted = self.connection.execute(
            f"insert into {table.relation} ({listed}) select {listed} from kz_rows"  # noqa: S608 - names of a contract
        ).fetchone()
        self.connection.execute("drop view kz_rows")
        assert inserted is not None
        return int(inserted[0])

    def _insert_rejects(
        self, table: Table, load_id: str, file: str, broken: list[tuple[int, str, str]]
    ) -> list[Problem]:
        misfits = (
            self.connection.table("kz_typed")
            .filter(_column("_reason").isnotnull())
            .select("_row", "_bad_column", "_bad_value", "_reason", "_record")
            .fetchall()
        )
        rejects = sorted(
            [(row, column, value, reason, record) for row, column, value, reason, record in misfits]
            + [(line, None, None, reason, content) for line, reason, content in broken],
            key=lambda reject: reject[0],
        )
        if rejects:
            self.connection.executemany(
                "insert into ops.rejected_rows values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(load_id, table.source, table.name, file, *reject) for reject in rejects],
            )
        return [Problem(row, column, value, reason) for row, column, value, reason, _ in rejects]
