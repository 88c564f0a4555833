"""Load files into raw tables: one file is one transaction, one run is one load."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from duckdb import ColumnExpression, ConstantExpression

from kizuna.contracts import Table, read_sources
from kizuna.errors import KizunaError
from kizuna.home import Home, Project
from kizuna.load import fast, files, identify, ledger, report, text
from kizuna.load.content import Content, Reading, open_content
from kizuna.load.date_order import DateOrder, with_date_order
from kizuna.load.inputs import Input
from kizuna.load.progress import Progress, no_progress
from kizuna.load.projections import Query, Steps
from kizuna.load.read import clear, read_file
from kizuna.load.reference import write_reference_tables
from kizuna.load.typed import available_at
from kizuna.mappings import read_mappings

Status = Literal["loaded", "loaded_with_rejects", "known"]
SHOWN_PROBLEMS = 5
INCOMING = ".incoming-"
NUMBERED_AT_ONCE = 8 << 20
"""Smaller files get their row numbers while they are read, on one thread."""


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
        value = "" if self.value is None else f"{_short(self.value)!r} "
        return f"{place}: {value}{self.reason}"


LONGEST_SHOWN = 80


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"


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


@dataclass(frozen=True)
class Options:
    """What the user says of the files of one run."""

    source: str | None = None
    table: str | None = None
    backfill: bool = False
    date_order: DateOrder | None = None
    encoding: str | None = None

    @property
    def names_a_place(self) -> bool:
        """Whether the user says what the files are."""
        return self.source is not None or self.table is not None


@dataclass(frozen=True)
class Arrival:
    """A file on its way in: where it lies, what it is known by, and how it is read."""

    path: Path
    hashing: Future[files.Fingerprint]
    options: Options
    inside: bool
    before: files.State

    @property
    def fingerprint(self) -> files.Fingerprint:
        """What the file is known by; waits until it is hashed."""
        return self.hashing.result()


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        # An error that DuckDB cannot live with has rolled back already.
        with suppress(duckdb.Error):
            connection.rollback()
        raise
    connection.commit()


def _is_below(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


@dataclass
class Loader:
    """Loads files into the warehouse of a home, all in one run."""

    project: Project
    home: Home
    connection: duckdb.DuckDBPyConnection
    options: Options = field(default_factory=Options)
    progress: Progress = no_progress

    def __post_init__(self) -> None:
        """Read contracts and mappings, create the declared tables, bring the ledger up to date."""
        sources = read_sources(self.project.staging)
        mappings, self.broken_mappings = read_mappings(
            [self.project.mappings, self.home.mappings], sources["generic"]
        )
        self.candidates = identify.candidates(sources, mappings)
        self._clear_leftovers()
        ledger.create_raw_tables(self.connection, sources)
        write_reference_tables(self.connection)
        ledger.number_rows(self.connection)
        ledger.synchronise_log(self.home.loads_log, self.connection)
        self.log = ledger.read_log(self.home.loads_log)
        self.known = {ledger.key(record) for record in ledger.records(self.connection)}
        self.run = ledger.new_run(self.log.values())

    def _clear_leftovers(self) -> None:
        """Remove what a killed run left: whoever holds the warehouse is the only loader."""
        shutil.rmtree(self.home.scratch, ignore_errors=True)
        if self.home.landing.is_dir():
            for left in self.home.landing.rglob(f"{INCOMING}*"):
                left.unlink(missing_ok=True)
        self.home.loads_log.with_name(f".{self.home.loads_log.name}").unlink(missing_ok=True)

    def load(self, paths: list[Path]) -> Iterator[FileLoad]:
        """Load files or folders (without any: all of landing); say of each what became of it."""
        for error in self.broken_mappings:
            yield FileLoad(error.args[0].split(" ", 1)[0], error=str(error))
        for path in self._files(paths):
            yield self._told(path, self.options)

    def reload(self, records: list[ledger.LoadRecord]) -> Iterator[FileLoad]:
        """Load the files of a ledger anew, in the order and with the settings of then.

        Raises:
            KizunaError: files of the ledger are not in landing any more, or differ.
        """
        places = self._places({record.sha256 for record in records})
        missing = [record for record in records if record.sha256 not in places]
        if missing:
            names = ", ".join(dict.fromkeys(record.file for record in missing[:5]))
            raise KizunaError(
                f"{len({record.sha256 for record in missing})} files of the load ledger are not in "
                f"{self.home.landing} (for example {names}): bring them back from a copy. The "
                "warehouse is as it was."
            )
        done = set()
        for record in records:
            if (record.sha256, record.file) in done:
                continue
            done.add((record.sha256, record.file))
            path = self.home.landing / record.file
            if path not in places[record.sha256]:
                path = places[record.sha256][0]
            settings = json.loads(record.settings)
            yield self._told(path, Options(**settings), record.file)

    def _places(self, wanted: set[str]) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self._files([]):
            with suppress(KizunaError):
                sha256 = files.fingerprint(path).sha256
                if sha256 in wanted:
                    found.setdefault(sha256, []).append(path)
        return found

    def _told(self, path: Path, options: Options, known_as: str | None = None) -> FileLoad:
        """Load a file; a fault of it is told and touches no other file."""
        try:
            return self._load_file(path, options, known_as)
        except KizunaError as error:
            return FileLoad(self._shown(path), error=str(error))
        except (OSError, UnicodeError) as error:
            said = getattr(error, "strerror", None) or str(error)
            return FileLoad(
                self._shown(path), error=f"{path} cannot be loaded ({said}): nothing of it was."
            )
        except duckdb.Error as error:
            said = str(error).splitlines()[0].rstrip(".")
            return FileLoad(
                self._shown(path), error=f"{path} cannot be loaded ({said}): nothing of it was."
            )

    def _files(self, paths: list[Path]) -> list[Path]:
        found: list[Path] = []
        for path in paths or [self.home.landing]:
            if path.is_dir():
                found += sorted(
                    file
                    for file in path.rglob("*")
                    if (file.is_file() or file.is_symlink())
                    and not any(part.startswith(".") for part in file.relative_to(path).parts)
                    and file.resolve() != self.home.loads_log.resolve()
                )
            elif path.exists() or path.is_symlink() or paths:
                found.append(path)
        return found

    def _shown(self, path: Path) -> str:
        """Name a file as the ledger does: by its place in landing."""
        whole, landing = path.absolute(), self.home.landing.absolute()
        with suppress(OSError, RuntimeError):  # a link that leads to itself
            for place, root in ((whole, landing), (path.resolve(), landing.resolve())):
                if place.is_relative_to(root):
                    return place.relative_to(root).as_posix()
        return str(path)

    def _check_link(self, path: Path) -> None:
        """Refuse a link that leads out of landing: landing must be whole on its own."""
        landing = self.home.landing.absolute()
        if path.absolute().is_relative_to(landing) and not _is_below(path, self.home.landing):
            raise KizunaError(
                f"{path} is a link that leads out of landing: load that file "
                "by its own path, which copies it, and remove the link."
            )

    def _load_file(self, path: Path, options: Options, known_as: str | None) -> FileLoad:
        self._check_link(path)
        if not path.exists():
            raise KizunaError(f"{path} is not there: check the path.")
        files.check_is_file(path)
        before = files.state(path)
        inside = _is_below(path, self.home.landing)
        scratch = self.home.scratch / self.run.load_id
        scratch.mkdir(parents=True, exist_ok=True)
        try:
            with ThreadPoolExecutor(1) as pool:
                # Hashing takes a core of its own while the file is looked at.
                hashing = pool.submit(files.fingerprint, path)
                if before[0] in self._known_sizes:
                    hashing.result()
                arrival = Arrival(path, hashing, options, inside, before)
                candidate, content = self._opened(arrival, scratch)
            name = known_as or self._shown(path)
            print_of_file = arrival.fingerprint
            if self._is_known(candidate, print_of_file, name):
                tables = [TableLoad(table.label, "known") for table in candidate.tables]
                return FileLoad(self._shown(path), tables)
            inputs = self._inputs(candidate, content, arrival, scratch)
            if inside:
                return FileLoad(self._shown(path), self._load_tables(inputs, arrival, path, name))
            return self._land_and_load(candidate, inputs, arrival)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _opened(self, arrival: Arrival, scratch: Path) -> tuple[identify.Candidate, Content]:
        """Find out what a file is, and open it as that."""
        path, options = arrival.path, arrival.options
        landing = self.home.landing.resolve()
        folders = path.resolve().relative_to(landing).parts[:-1] if arrival.inside else ()
        found = self._remembered(arrival) or identify.narrow_by_place(
            self.candidates, path, folders, options.source, options.table
        )
        tables = [table for one in found for table in one.tables]
        reading = self.reading(tables, options)
        content = open_content(path, reading, scratch, self.connection)
        candidate = identify.choose(found, path, content)
        own = self.reading(candidate.tables, options)
        if own != reading and (content.encoding != "utf-8" or own.sheets != reading.sheets):
            # Of several candidates another one's encoding may have been tried first.
            content = open_content(path, own, scratch, self.connection)
        return candidate, content

    @staticmethod
    def reading(tables: list[Table], options: Options) -> Reading:
        """Return how files that may be any of these tables are opened."""
        sheets = tuple(tables[0].sheet) if len(tables) == 1 else ()
        if options.encoding is not None:
            return Reading([options.encoding], True, sheets)
        encodings = list(dict.fromkeys(name for table in tables for name in table.encodings))
        given = all(table.encoding_is_given for table in tables)
        return Reading(encodings, given, sheets)

    def _remembered(self, arrival: Arrival) -> list[identify.Candidate]:
        """Return what a file was when it was loaded before, so that a lost warehouse comes back.

        A flag says something new, and is followed.
        """
        if arrival.options.names_a_place or arrival.before[0] not in self._known_sizes:
            return []
        names = {
            (record.source, record.table_name, record.mapping)
            for record in self.log.values()
            if record.sha256 == arrival.fingerprint.sha256
        }
        return [
            candidate
            for candidate in self.candidates
            if all((table.source, table.name, table.mapping) in names for table in candidate.tables)
        ]

    def _is_known(
        self, candidate: identify.Candidate, print_of_file: files.Fingerprint, name: str
    ) -> bool:
        """Whether a file is loaded already; a full dump may say again what an older one said."""
        return all(
            ledger.key_of(table, print_of_file.sha256, name) in self.known
            or (table.mode == "snapshot" and self._latest_dump(table) == print_of_file.sha256)
            for table in candidate.tables
        )

    def _latest_dump(self, table: Table) -> str | None:
        dumps = [
            record
            for key, record in self.log.items()
            if key in self.known
            and (record.source, record.table_name, record.mapping)
            == (table.source, table.name, table.mapping)
        ]
        return max(dumps, key=lambda dump: (dump.loaded_at, dump.file)).sha256 if dumps else None

    def _inputs(
        self, candidate: identify.Candidate, content: Content, arrival: Arrival, scratch: Path
    ) -> list[Input]:
        path = arrival.path
        if candidate.report is None:
            table = candidate.tables[0]
            header = self._header(table, content, path)
            even = text.with_one_line_end(content, header.delimiter, scratch)
            inputs = [Input(table, even, header)]
        else:
            if content.form != "csv" or not identify.report_title(content, candidate.report):
                cells, _ = identify.best_guess(content)
                raise KizunaError(
                    f"{path} is no {candidate.label}: it begins with {', '.join(cells[:6])!r} "
                    f"where {' or '.join(map(repr, candidate.report.titles))} should stand."
                )
            parts = report.take_apart(
                content, candidate.tables, candidate.report.delimiter, path, scratch
            )
            inputs = [
                Input(table, parts[table.name].content, parts[table.name].header, parts[table.name])
                for table in candidate.tables
            ]
        return with_date_order(self.connection, inputs, arrival.options.date_order, path)

    def _header(self, table: Table, content: Content, path: Path) -> identify.Header:
        header = identify.find_header(content, table)
        if header is not None:
            identify.refuse_doubled(header.doubled, table, path)
            return header
        cells, delimiter = identify.best_guess(content)
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
            f"{_short(shown)!r} (separator {delimiter!r}): export these columns too, or name "
            "another table."
        )

    def _land_and_load(
        self, candidate: identify.Candidate, inputs: list[Input], arrival: Arrival
    ) -> FileLoad:
        """Copy a file given from elsewhere into landing and load it from there."""
        landed, is_new = self._land(candidate, arrival)
        # What was read as it lies is read from the copy: the other may change any time.
        inputs = [
            Input(one.table, one.content.moved(arrival.path, landed), one.header, one.part)
            for one in inputs
        ]
        name = self._shown(landed)
        try:
            return FileLoad(name, self._load_tables(inputs, arrival, landed, name))
        except BaseException:
            # What is not in the warehouse must not stay in landing; what is there must.
            if is_new and not self._is_known(candidate, arrival.fingerprint, name):
                landed.unlink(missing_ok=True)
            raise

    def _land(self, candidate: identify.Candidate, arrival: Arrival) -> tuple[Path, bool]:
        """Copy a file into landing, which is the whole truth; say whether it is new there.

        The copy gets its name when it is whole: a name that begins with a dot is never loaded.
        """
        path, print_of_file = arrival.path, arrival.fingerprint
        table = candidate.tables[0]
        folder = self.home.landing / (table.mapping or Path(candidate.source) / candidate.folder)
        place = folder / path.name
        marks = [print_of_file.sha256[:8], self.run.load_id]
        while place.exists():
            is_dump = table.mode == "snapshot" and self._shown(place) in self._loaded_files
            if not is_dump and files.fingerprint(place) == print_of_file:
                return place, False
            if not marks:
                raise KizunaError(f"{path}: landing already holds {place}; rename the file.")
            place = folder / f"{path.stem}.{marks.pop(0)}{path.suffix}"
        folder.mkdir(parents=True, exist_ok=True)
        incoming = folder / f"{INCOMING}{self.run.load_id}"
        try:
            shutil.copyfile(path, incoming)
            if files.fingerprint(incoming) != print_of_file:
                raise KizunaError(f"{path} changed while it was read: load it again when it rests.")
            incoming.replace(place)
        finally:
            incoming.unlink(missing_ok=True)
        return place, True

    @property
    def _known_sizes(self) -> set[int]:
        """Sizes of the files that were ever loaded: a file of another size is new."""
        return {record.bytes for record in self.log.values()}

    @property
    def _loaded_files(self) -> set[str]:
        return {record.file for record in self.log.values()}

    def _load_tables(
        self, inputs: list[Input], arrival: Arrival, path: Path, name: str
    ) -> list[TableLoad]:
        """Load all tables of a file in one transaction."""
        before = arrival.before if arrival.inside else files.state(path)
        loads: list[tuple[TableLoad, ledger.LoadRecord]] | None = None
        if len(inputs) == 1 and fast.is_eligible(inputs[0]):
            with suppress(fast.NotPlainError):
                loads = [self._load_fast(inputs[0], arrival, path, name, before)]
        if loads is None:
            with _transaction(self.connection):
                loads = [self._load_slowly(source, arrival, path, name) for source in inputs]
                files.check_unchanged(path, before)
        written = [record for _, record in loads]
        self.known.update(ledger.key(record) for record in written)
        fresh = [record for record in written if ledger.key(record) not in self.log]
        if fresh:
            ledger.append_log(self.home.loads_log, fresh)
            self.log.update({ledger.key(record): record for record in fresh})
        ledger.number_rows(self.connection)
        return [result for result, _ in loads]

    def _record(
        self,
        source: Input,
        arrival: Arrival,
        name: str,
        started_at: datetime,
        counts: tuple[int, int],
    ) -> ledger.LoadRecord:
        """Say what is loaded, under the time of an earlier load of the same file."""
        table, (rows_loaded, rows_rejected) = source.table, counts
        earlier = self.log.get(ledger.key_of(table, arrival.fingerprint.sha256, name))
        settings = {
            key: value
            for key, value in (
                ("date_order", arrival.options.date_order),
                ("encoding", arrival.options.encoding),
            )
            if value is not None
        }
        return ledger.LoadRecord(
            load_id=earlier.load_id if earlier else self.run.load_id,
            loaded_at=earlier.loaded_at if earlier else self.run.loaded_at,
            source=table.source,
            table_name=table.name,
            mapping=table.mapping,
            mode=table.mode,
            file=earlier.file if earlier else name,
            sha256=arrival.fingerprint.sha256,
            bytes=arrival.fingerprint.size,
            rows_read=rows_loaded + rows_rejected,
            rows_loaded=rows_loaded,
            rows_rejected=rows_rejected,
            started_at=started_at,
            finished_at=ledger.utc_now(),
            status="loaded_with_rejects" if rows_rejected else "loaded",
            is_backfill=earlier.is_backfill
            if earlier
            else self._is_backfill(source.table, arrival),
            ignored_columns=json.dumps(source.ignored, ensure_ascii=False),
            settings=json.dumps(settings, sort_keys=True),
        )

    def _load_fast(
        self, source: Input, arrival: Arrival, path: Path, name: str, before: files.State
    ) -> tuple[TableLoad, ledger.LoadRecord]:
        """Load a file in one pass, if every value of it is plainly written.

        Raises:
            NotPlainError: nothing was loaded, and the file needs the slow way.
        """
        record = self._record(source, arrival, name, ledger.utc_now(), (0, 0))
        try:
            with _transaction(self.connection):
                rows, columns = fast.rows_of(self.connection, source), source.table.columns
                numbered_later = False
                if source.content.form == "csv":
                    first = source.header.record + 1
                    numbered_later = path.stat().st_size > NUMBERED_AT_ONCE
                    number = "cast(null as bigint)"
                    if not numbered_later:
                        number = f"row_number() over () + {first - 1}"
                    rows = rows.keeping(
                        {column.name: ColumnExpression(column.name) for column in columns}
                        | {"_row": duckdb.SQLExpression(number)}
                    )
                with self.progress(self.connection, self._shown(path), path.stat().st_size):
                    inserted = self._insert(source.table, rows, record, in_order=numbered_later)
                if numbered_later:
                    ledger.note_unnumbered(self.connection, source.table, record, first)
                record = record.model_copy(
                    update={
                        "rows_read": inserted,
                        "rows_loaded": inserted,
                        "finished_at": ledger.utc_now(),
                    }
                )
                ledger.write_record(self.connection, record)
                files.check_unchanged(path, before)
        except duckdb.OutOfMemoryException:
            raise
        except (
            duckdb.InvalidInputException,
            duckdb.ConversionException,
            duckdb.OutOfRangeException,
            UnicodeDecodeError,  # the message quotes a line and cuts it inside a character
        ) as error:
            raise fast.NotPlainError(str(error)) from error
        result = TableLoad(source.table.label, "loaded", inserted, inserted, 0, [], source.ignored)
        return result, record

    def _load_slowly(
        self, source: Input, arrival: Arrival, path: Path, name: str
    ) -> tuple[TableLoad, ledger.LoadRecord]:
        table, started_at = source.table, ledger.utc_now()
        with self.progress(self.connection, self._shown(path), path.stat().st_size):
            try:
                rows_rejected = read_file(self.connection, source)
            except (duckdb.IOException, duckdb.OutOfMemoryException):
                raise
            except duckdb.Error as error:
                if "Invalid unicode" in str(error):
                    # DuckDB keeps the beginning of a record that is too long, cut in a character.
                    raise KizunaError(
                        f"{arrival.path} has a quoted cell longer than 2 MB: shorten it, or leave "
                        "its column out of the export."
                    ) from error
                raise KizunaError(
                    f"{arrival.path} cannot be read as {source.content.form.upper()}: "
                    f"{str(error).splitlines()[0].rstrip('.')}; open it in an editor, or export it "
                    "again."
                ) from error
            except KizunaError as error:
                raise KizunaError(f"{arrival.path}: {error}.") from error
        record = self._record(source, arrival, name, started_at, (0, rows_rejected))
        typed = self.connection.table("kz_typed")
        good = Query(typed, Steps().where(ColumnExpression("_reason").isnull()))
        rows_loaded = self._insert(table, good, record, in_order=False)
        problems = self._insert_rejects(table, record)
        clear(self.connection)
        record = self._record(source, arrival, name, started_at, (rows_loaded, rows_rejected))
        ledger.write_record(self.connection, record)
        status: Status = "loaded_with_rejects" if rows_rejected else "loaded"
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

    def _is_backfill(self, table: Table, arrival: Arrival) -> bool:
        """Whether this run brings the first rows of the table, or of the mapping that fills it."""
        if arrival.options.backfill:
            return True
        return not any(
            (record.source, record.table_name, record.mapping)
            == (table.source, table.name, table.mapping)
            and record.load_id != self.run.load_id
            and record.rows_read > 0
            for record in self.log.values()
        )

    def _insert(
        self,
        table: Table,
        good: Query,
        record: ledger.LoadRecord,
        *,
        in_order: bool,
    ) -> int:
        """Insert typed rows with their lineage; return how many.

        Raises:
            NotPlainError: the rows must go in as they come, and DuckDB would mix them.
        """
        names = [column.name for column in table.columns]
        lineage = {
            "_load_id": ConstantExpression(record.load_id),
            "_loaded_at": ConstantExpression(record.loaded_at).cast("timestamp"),
            "_file": ConstantExpression(record.file),
            "_row": ColumnExpression("_row"),
            "_available_at": available_at(table, record.loaded_at, is_backfill=record.is_backfill),
        }
        rows = good.keeping({name: ColumnExpression(name) for name in names} | lineage)
        listed = ", ".join(f'"{name}"' for name in [*names, *lineage])
        with rows.as_sql(self.connection) as query:
            statement = f"insert into {table.relation} ({listed}) {query}"
            if in_order:
                ((_, plan),) = self.connection.execute(f"explain {statement}").fetchall()
                if not re.search(r"BATCH_INSERT", plan):
                    raise fast.NotPlainError("DuckDB would not keep the order of the file")
            ((inserted,),) = self.connection.execute(statement).fetchall()
        return int(inserted)

    def _insert_rejects(self, table: Table, record: ledger.LoadRecord) -> list[Problem]:
        """Put the rejected rows into quarantine, and return the first of them to show."""
        self.connection.execute(
            "insert into ops.rejected_rows "
            "select ?, ?, ?, ?, row_number, column_name, value, reason, record "
            "from kz_rejects order by row_number",
            [record.load_id, table.source, table.name, record.file],
        )
        shown = self.connection.execute(
            "select row_number, column_name, value, reason from kz_rejects "
            "order by row_number limit ?",
            [SHOWN_PROBLEMS],
        ).fetchall()
        return [Problem(*problem) for problem in shown]
