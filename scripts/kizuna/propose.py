"""Propose a column mapping for a file of an unknown form, and show what it would load.

The proposal is made from the words in the headers and from what stands in the columns. It is
written as a mapping that people read and finish: nothing of it is hidden in code.
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import duckdb

from kizuna.contracts import Source, Table, read_sources
from kizuna.errors import KizunaError
from kizuna.home import Home, Project
from kizuna.load import files, identify, ledger, text
from kizuna.load.content import Content, open_content
from kizuna.load.date_order import DateOrder
from kizuna.load.inputs import Input
from kizuna.load.loader import Loader, Options, Problem
from kizuna.load.read import clear, read_file
from kizuna.mappings import read_mapping, read_mappings
from kizuna.proposals.draft import (
    NAME,
    Draft,
    draft_mapping,
    file_pattern,
    mapping_name,
    render,
)
from kizuna.proposals.fitting import FITTING, Candidate, consider, fit, rank
from kizuna.proposals.seen import (
    WHOLE_BYTES,
    Seen,
    find_header_line,
    first_rows,
    look,
    look_further,
    shown,
)
from kizuna.proposals.words import vocabulary

SHOWN_ROWS = 5
SHOWN_PROBLEMS = 5
SHOWN_HEADERS = 8


@dataclass(frozen=True)
class Trial:
    """What the mapping makes of the file."""

    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows: list[dict[str, Any]]
    problems: list[Problem]


@dataclass(frozen=True)
class Proposal:
    """What `kizuna map` found and wrote."""

    file: str
    name: str
    mapping: str
    template: str
    also_possible: list[str]
    is_finished: bool
    """Whether the mapping loads as it is; otherwise lines marked TODO must be finished first."""
    to_finish: list[str]
    to_check: list[str]
    encoding: str
    delimiter: str | None
    header_row: int
    columns: dict[str, str]
    """Where each column of the template comes from, in words."""
    left_out: dict[str, str]
    """Columns of the file that nothing is made of, with the reason."""
    whole_file: bool
    """Whether all rows were tried, or only the first ones."""
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    first_rows: list[dict[str, Any]]
    """Values by column of the template; times are UTC."""
    problems: list[Problem]
    load_with: str


@dataclass(frozen=True)
class Wishes:
    """What the user says of the file and the mapping."""

    name: str | None = None
    template: str | None = None
    source: str | None = None
    sheet: str | None = None
    date_order: DateOrder | None = None
    encoding: str | None = None
    force: bool = False


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; times are UTC."""
    if isinstance(value, datetime):
        return value.isoformat(" ") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    return value


@dataclass
class Bench:
    """A file that is being looked at and tried out, beside everything that it may already be."""

    path: Path
    project: Project
    home: Home
    wishes: Wishes
    scratch: Path
    connection: duckdb.DuckDBPyConnection
    sources: dict[str, Source] = field(init=False)
    mappings: list[Table] = field(init=False)
    content: Content = field(init=False)
    header: identify.Header = field(init=False)
    start: Content = field(init=False)
    """The whole content, or of a large file its first rows."""
    is_whole: bool = field(init=False)
    seen: list[Seen] = field(init=False)

    def __post_init__(self) -> None:
        """Open the file, find its header, look at its columns."""
        self.sources = read_sources(self.project.staging)
        self.mappings, _ = read_mappings([self.project.mappings, self.home.mappings], self.generic)
        said = {} if self.wishes.sheet is None else {"sheet": self.wishes.sheet}
        table = Table.model_validate(dict(self._any_template) | said)
        self.content = self._opened([table], self.wishes.encoding)
        self.header = find_header_line(self.content, self.generic.tables, self.path)
        self.is_whole = self.content.path.stat().st_size <= WHOLE_BYTES
        start = first_rows(self.content, self.header, self.connection, self.scratch)
        self.start = text.with_one_line_end(start, self.header.delimiter, self.scratch)
        self.seen = look(self.connection, self.start, self.header, self._any_template)
        if not self.seen:
            raise KizunaError(f"{self.path} has no column with a header: export it with one.")
        self._settle_order(self.wishes.date_order)

    @property
    def generic(self) -> Source:
        """The templates."""
        return self.sources["generic"]

    @property
    def _any_template(self) -> Table:
        return self.generic.tables[0]

    def _opened(self, tables: list[Table], encoding: str | None = None) -> Content:
        """Open the file as the loader does for these contracts."""
        reading = Loader.reading(tables, Options(encoding=encoding))
        return open_content(self.path, reading, self.scratch, self.connection)

    def _further(self, one: Seen) -> Seen:
        return look_further(self.connection, self.start, self.header, self._any_template, one)

    def _settle_order(self, said: DateOrder | None) -> None:
        """Find out whether day or month comes first: by any date of the file, or from the user.

        Raises:
            KizunaError: the user says what the file contradicts.
        """
        for at, one in enumerate(self.seen):
            dates, share = one.dates
            if share >= FITTING and len(dates.choices) > 1:
                self.seen[at] = self._further(one)
        dated = [one.dates[0] for one in self.seen if one.dates[1] >= FITTING]
        told = {order for dates in dated if dates.settled for order in dates.choices}
        told &= {"dmy", "mdy"}
        if said and told and said not in told:
            raise KizunaError(
                f"{self.path} holds dates that cannot be {said}: leave --date-order out, or say "
                f"{' or '.join(sorted(told))}."
            )
        both: tuple[DateOrder, ...] = ("dmy", "mdy")
        orders = [one for one in both if one in told]
        order = said or (orders[0] if len(orders) == 1 else None)
        self.seen = [replace(one, order=order) for one in self.seen]

    @property
    def stem(self) -> str:
        """The file's name without what names its form."""
        return identify.EXTENSIONS.sub("", self.path.name, count=1)

    @property
    def _headers(self) -> str:
        names = [shown(one.header) for one in self.seen[:SHOWN_HEADERS]]
        return ", ".join(names) + (", …" if len(self.seen) > SHOWN_HEADERS else "")

    def candidates(self) -> list[Candidate]:
        """Return the templates that the file may be, best first.

        Raises:
            KizunaError: there is none.
        """
        names = [table.name for table in self.generic.tables]
        if self.wishes.template is not None:
            if self.wishes.template not in names:
                raise KizunaError(
                    f"--template {self.wishes.template} is not known; there are {', '.join(names)}."
                )
            template = self.generic.table(self.wishes.template)
            hints = vocabulary().templates[template.name]
            return [consider(template, self.seen, hints, self.stem)]
        ranked = rank(self.generic, self.seen, self.stem)
        found = [one for one in ranked if one.is_plausible]
        if not found:
            nearest = ranked[0]
            position, why = next(iter(nearest.misfits.items()), (None, ""))
            header = next((one.header for one in self.seen if one.position == position), "")
            hint = f", nearest to {nearest.template.name} ({shown(header)} is {why})" if why else ""
            raise KizunaError(
                f"{self.path} looks like none of the {len(names)} templates (`kizuna contract` "
                f"shows them): its columns are {self._headers}{hint}; if it is one of them, say "
                "which with --template."
            )
        return found

    def with_all_words(self, candidate: Candidate) -> Candidate:
        """Look at all rows of columns with few allowed values: rare words come late in a file."""
        matches = dict(candidate.matches)
        for name, match in matches.items():
            if match.fit.is_special and (match.column.allowed or name == "event_type"):
                further = self._further(match.seen)
                found = fit(candidate.template, match.column, further)
                if found.share >= FITTING:
                    matches[name] = replace(match, seen=further, fit=found)
        return replace(candidate, matches=matches)

    def known_as(self) -> tuple[str, list[str]] | None:
        """Return the contract that reads the file without a mapping, and what it would leave."""
        with suppress(KizunaError):
            found = identify.narrow_by_place(
                identify.candidates(self.sources, []), self.path, self._folders, None, None
            )
            one = identify.choose(found, self.path, self.content)
            if one.report is not None:
                is_report = identify.report_title(self.content, one.report)
                return (one.label, []) if is_report else None
            header = identify.find_header(self.content, one.tables[0])
            return (one.label, header.ignored) if header else None
        return None

    @property
    def _folders(self) -> tuple[str, ...]:
        landing = self.home.landing.resolve()
        whole = self.path.resolve()
        return whole.relative_to(landing).parts[:-1] if whole.is_relative_to(landing) else ()

    def name(self, template: str) -> str:
        """Return the name of the mapping: as the user says, by the landing folder, by the file.

        Raises:
            KizunaError: the name is none, or something else has it.
        """
        name = self.wishes.name
        if name is None:
            folder = self._folders[0] if self._folders else ""
            is_free = NAME.fullmatch(folder) and folder not in self.sources
            name = folder if is_free else mapping_name(self.path, template)
            return name if name not in self.sources else f"{name}_{template}"
        if not NAME.fullmatch(name):
            raise KizunaError(
                f"--name {name} is no name for a mapping: use small letters, digits and _, with a "
                "letter first."
            )
        if name in self.sources:
            raise KizunaError(f"--name {name} is the name of a source: choose another.")
        return name

    def place(self, name: str) -> Path:
        """Return where the mapping is written.

        Raises:
            KizunaError: a mapping of that name is there, and the user did not say --force.
        """
        place = self.home.mappings / f"{name}.yml"
        taken = [
            folder / f"{name}{suffix}"
            for folder in (self.home.mappings, self.project.mappings)
            for suffix in (".yml", ".yaml")
        ]
        there = next((path for path in taken if path.exists()), None)
        if there is not None and not self.wishes.force:
            raise KizunaError(
                f"{there} is already there: choose another --name, or --force to "
                f"{'overwrite it' if there == place else 'put another in its place'}."
            )
        return place

    def settings(self, draft: Draft) -> None:
        """Say how files are found and opened, where it needs saying."""
        settings: dict[str, Any] = {"source": self.wishes.source or draft.name}
        known = self.generic.table(draft.template.name).encodings
        encoding = self.content.encoding
        if self.wishes.encoding or not encoding.startswith(("utf-8", "utf-16", *known)):
            settings["encodings"] = [encoding]
        if self.content.form == "csv" and self.header.delimiter not in text.DELIMITERS:
            settings["delimiter"] = self.header.delimiter
        if self.wishes.sheet is not None:
            settings["sheet"] = self.wishes.sheet
        if (pattern := file_pattern(self.path)) is not None:
            settings["file_patterns"] = [pattern]
        draft.settings = settings | draft.settings

    def contract(self, draft: Draft, *, for_trial: bool) -> Table:
        """Read the draft as the loader will.

        Raises:
            KizunaError: it is no mapping.
        """
        file = self.scratch / f"{draft.name}.yml"
        written = render(draft, self.path.name, for_trial=for_trial)
        file.write_text(written, encoding="utf-8")
        table = read_mapping(file, self.generic)
        if not draft.open_columns:
            return table
        columns = [
            column.model_copy(update={"required": False})
            if column.name in draft.open_columns
            else column
            for column in table.columns
        ]
        return table.model_copy(update={"columns": columns})

    def try_out(self, table: Table) -> Trial:
        """Load the file with the mapping, into memory.

        Raises:
            KizunaError: the file cannot be read so.
        """
        header = identify.find_header(self.start, table)
        place = (self.header.record, self.header.delimiter)
        if header is None or (header.record, header.delimiter) != place:
            raise KizunaError(
                f"{self.path} cannot be read by its own headers: give each column another."
            )
        try:
            rejected = read_file(self.connection, Input(table, self.start, header))
        except KizunaError as error:
            raise KizunaError(f"{self.path}: {error}.") from error
        names = [column.name for column in table.columns]
        good = self.connection.table("kz_typed").filter("_reason is null")
        ((loaded,),) = good.aggregate("count(*)").fetchall()
        rows = good.order("_row").limit(SHOWN_ROWS).project(*names).fetchall()
        problems = self.connection.execute(
            "select row_number, column_name, value, reason from kz_rejects order by row_number "
            "limit ?",
            [SHOWN_PROBLEMS],
        ).fetchall()
        clear(self.connection)
        return Trial(
            loaded + rejected,
            loaded,
            rejected,
            [dict(zip(names, map(_plain, row), strict=True)) for row in rows],
            [Problem(*problem) for problem in problems],
        )

    def is_found(self, table: Table) -> bool:
        """Whether the loader takes the file for the mapping's without being told."""
        others = [one for one in self.mappings if one.mapping != table.mapping]
        everything = identify.candidates(self.sources, [*others, table])
        with suppress(KizunaError):
            found = identify.narrow_by_place(everything, self.path, self._folders, None, None)
            tables = [one for candidate in found for one in candidate.tables]
            content = self._opened(tables)
            return identify.choose(found, self.path, content).tables[0].mapping == table.mapping
        return False


@contextmanager
def _bench(project: Project, home: Home, path: Path, wishes: Wishes) -> Iterator[Bench]:
    """Open a file in memory, with a scratch folder of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="kizuna-map-") as folder,
        duckdb.connect() as connection,
    ):
        scratch = Path(folder)
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"set memory_limit = '{ledger.MEMORY_LIMIT}'")
        connection.execute("set temp_directory = ?", [str(scratch / ".spill")])
        types = package_files("kizuna") / "sql" / "types.sql"
        connection.execute(types.read_text(encoding="utf-8"))
        try:
            yield Bench(path, project, home, wishes, scratch, connection)
        except duckdb.Error as error:
            said = str(error).splitlines()[0].rstrip(".")
            raise KizunaError(
                f"{path} cannot be read ({said}): open it in an editor, or export it again."
            ) from error
        except (OSError, UnicodeError) as error:
            said = getattr(error, "strerror", None) or str(error)
            raise KizunaError(f"{path} cannot be read ({said}): check the path.") from error


def _write(place: Path, written: str) -> None:
    """Write a mapping, whole or not at all."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.part")
        unfinished.write_text(written, encoding="utf-8")
        unfinished.replace(place)
    except OSError as error:
        raise KizunaError(
            f"{place} cannot be written ({error.strerror}): check KIZUNA_HOME."
        ) from error


def _in_words(draft: Draft) -> dict[str, str]:
    """Say where each column of the template comes from."""
    said: dict[str, str] = {}
    for line in draft.lines:
        before = f"{said[line.column]} or " if line.column in said else ""
        is_first_choice = line.is_open and not before
        said[line.column] = f"{before or 'to finish: ' * is_first_choice}{line.said}"
    return said


def propose(project: Project, home: Home, path: Path, wishes: Wishes | None = None) -> Proposal:
    """Propose a mapping for a file, write it into the home, and say what it would load.

    Args:
        project: the checkout with the templates.
        home: where the mapping is written, below `mappings/`.
        path: the file, in any form that the loader opens.
        wishes: what the user says of file and mapping.

    Raises:
        KizunaError: the file cannot be opened, fits no template or is known already, or a mapping
            of that name exists; nothing is written then.
    """
    wishes = wishes or Wishes()
    files.check_is_file(path)
    files.fingerprint(path)
    with _bench(project, home, path, wishes) as bench:
        known = bench.known_as()
        if known is not None and not known[1] and wishes.template is None:
            raise KizunaError(
                f"{path} needs no mapping: it loads as {known[0]} as it is; --template makes one "
                "all the same."
            )
        best, *others = bench.candidates()
        name = bench.name(best.template.name)
        place = bench.place(name)
        candidate = bench.with_all_words(best)
        draft = draft_mapping(candidate, bench.seen, name, bench.stem, bench.generic)
        bench.settings(draft)
        if known is not None and wishes.template is None:
            left = ", ".join(shown(header) for header in known[1][:SHOWN_HEADERS])
            draft.remark(
                f"without a mapping the file loads as {known[0]}, which leaves out {left}",
                f"マッピングなしでも {known[0]} として取り込めます(使われない列: {left})",
            )
        if not bench.seen[0].rows:
            draft.remark(
                "the file has no rows, so that only its headers were looked at",
                "データの行がないため列名だけで判断しました",
            )
        table = bench.contract(draft, for_trial=bool(draft.open_columns))
        trial = bench.try_out(table)
        is_finished = not draft.open_columns
        source = "" if not is_finished or bench.is_found(table) else f" --source {name}"
        if source:
            draft.remark(
                f"the file alone does not tell the loader that it is the mapping's: say --source "
                f"{name}, or put it into landing/{name}/",
                f"ファイルだけでは判別できません。--source {name} を付けてください",
            )
        _write(place, render(draft, path.name))
        return Proposal(
            file=str(path),
            name=name,
            mapping=str(place),
            template=best.template.name,
            also_possible=[other.template.name for other in others],
            is_finished=is_finished,
            to_finish=draft.open_columns,
            to_check=[remark.en for remark in draft.remarks],
            encoding=bench.content.encoding,
            delimiter=bench.header.delimiter if bench.content.form == "csv" else None,
            header_row=bench.header.record,
            columns=_in_words(draft),
            left_out=draft.left_out,
            whole_file=bench.is_whole,
            rows_read=trial.rows_read,
            rows_loaded=trial.rows_loaded,
            rows_rejected=trial.rows_rejected,
            first_rows=trial.rows,
            problems=trial.problems,
            load_with=f"kizuna load {shlex.quote(str(path))}{source}",
        )
