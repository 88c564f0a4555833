"""Which table a file belongs to: by explicit flag, by folder, by file pattern, or by header."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from kizuna.contracts import Column, Report, Source, Table, normalise_header
from kizuna.errors import KizunaError
from kizuna.load.content import Content
from kizuna.load.text import DELIMITERS, head

SHOWN_TABLES = 6


@dataclass(frozen=True)
class Header:
    """A header found in a file: its cells, the record it is (from 1), and the separator."""

    cells: list[str]
    record: int
    delimiter: str
    columns: dict[str, int]
    """Contract column to position, for the columns that the file brings."""
    doubled: dict[str, str]
    """Contract columns that several cells name, with the header they share."""

    @property
    def ignored(self) -> list[str]:
        """Cells that no column of the contract takes."""
        taken = set(self.columns.values())
        return [cell for position, cell in enumerate(self.cells) if position not in taken]


@dataclass(frozen=True)
class Candidate:
    """What a file can be: one table, or a report that fills several."""

    source: str
    folder: str
    tables: list[Table]
    file_patterns: list[str]
    also_known_as: list[str] = field(default_factory=list)
    report: Report | None = None

    @property
    def label(self) -> str:
        """Name shown to people."""
        return self.tables[0].label if self.report is None else f"{self.source}.{self.folder}"

    @property
    def names(self) -> set[str]:
        """Names that `--source` or the landing folder may use."""
        return set(self.also_known_as) or {self.source}

    @property
    def table_names(self) -> set[str]:
        """Names that `--table` or the landing folder may use."""
        return {self.folder, *(table.name for table in self.tables)}


def candidates(sources: dict[str, Source], mappings: list[Table]) -> list[Candidate]:
    """List everything that a file can be."""
    found = []
    for source in sources.values():
        for name, report in source.reports.items():
            tables = [table for table in source.tables if table.report == name]
            found.append(Candidate(source.name, name, tables, report.file_patterns, [], report))
        found += [
            Candidate(source.name, table.name, [table], table.file_patterns)
            for table in source.tables
            if table.report is None
        ]
    for table in mappings:
        found.append(
            Candidate(table.source, table.name, [table], table.file_patterns, table.also_known_as)
        )
    return found


def positions(cells: list[str], table: Table) -> tuple[dict[str, int], dict[str, str]]:
    """Return which column of the contract stands where in a header, and which stands there twice.

    The second answer gives, of each column that several cells name, the header they share.
    """
    places: dict[str, list[int]] = {}
    for position, cell in enumerate(cells):
        places.setdefault(normalise_header(cell), []).append(position)
    columns, doubled = {}, {}
    for column in table.columns:
        for header in column.headers:
            if found := places.get(normalise_header(header)):
                columns[column.name] = found[0]
                if len(found) > 1 and not column.first_of_doubled:
                    doubled[column.name] = header
                break
    for column in table.columns:
        if column.collects:
            _collect(cells, places, column, columns, doubled)
    return columns, doubled


def collected_name(column: Column, key: str) -> str:
    """Name under which a header's columns hold a cell that a column collects."""
    return f"{column.name}.{key}"


def _collect(
    cells: list[str],
    places: dict[str, list[int]],
    column: Column,
    columns: dict[str, int],
    doubled: dict[str, str],
) -> None:
    """Add the cells that a column collects: those it names, and all the rest if it wants them."""
    for one in column.collect:
        for header in one.headers:
            if found := places.get(normalise_header(header)):
                columns[collected_name(column, one.key)] = found[0]
                if len(found) > 1:
                    doubled[collected_name(column, one.key)] = header
                break
    if not column.collect_rest:
        return
    taken = set(columns.values())
    left = {normalise_header(header) for header in column.collect_not}
    for position, cell in enumerate(cells):
        name = collected_name(column, cell.strip())
        if cell.strip() and position not in taken and normalise_header(cell) not in left:
            columns.setdefault(name, position)


def refuse_doubled(doubled: dict[str, str], table: Table, path: Path) -> None:
    """Refuse a header in which several cells name one column of the contract."""
    for column, header in doubled.items():
        raise KizunaError(
            f"{path} has the column {header!r} more than once, and {table.label} reads its "
            f"{column} from it: rename or remove the others."
        )


def missing_columns(columns: dict[str, int], table: Table) -> list[str]:
    """Return the required columns that a header lacks, as a person would write them."""
    missing = [
        " or ".join(dict.fromkeys(column.headers[-2:] if table.mapping else column.headers[:3]))
        for column in table.columns
        if column.needs_header and column.name not in columns
    ]
    return missing + [
        " or ".join(dict.fromkeys(one.headers[-2:]))
        for column in table.columns
        for one in column.collect
        if one.required and collected_name(column, one.key) not in columns
    ]


def _delimiters(content: Content) -> tuple[str, ...]:
    """Return the separators to try; keyed forms (JSON lines, Parquet) have none."""
    return DELIMITERS if content.form == "csv" else (",",)


def find_header(content: Content, table: Table) -> Header | None:
    """Find the header of a table in the first records of a file, under each possible separator."""
    for delimiter in [table.delimiter] if table.delimiter else _delimiters(content):
        for number, cells in enumerate(head(content, delimiter), 1):
            columns, doubled = positions(cells, table)
            if columns and not missing_columns(columns, table):
                record = number if content.form == "csv" else 0
                return Header(cells, record, delimiter, columns, doubled)
    return None


def best_guess(content: Content) -> tuple[list[str], str]:
    """Return the first record that is not blank, with the separator that gives most cells."""
    tops = [
        (next((cells for cells in head(content, delimiter) if cells), []), delimiter)
        for delimiter in _delimiters(content)
    ]
    return max(tops, key=lambda top: len(top[0]))


def report_title(content: Content, report: Report) -> bool:
    """Whether a file begins with the title of a report."""
    titles = {normalise_header(title) for title in report.titles}
    top = head(content, report.delimiter)
    first = next((cells for cells in top if any(cell.strip() for cell in cells)), [""])
    return normalise_header(first[0]) in titles


def _fits(candidate: Candidate, content: Content) -> bool:
    if candidate.report is not None:
        return report_title(content, candidate.report)
    return find_header(content, candidate.tables[0]) is not None


def _fits_wholly(candidate: Candidate, content: Content) -> bool:
    if candidate.report is not None:
        return True
    header = find_header(content, candidate.tables[0])
    return header is not None and not header.ignored


def _taken(candidate: Candidate, content: Content) -> set[int]:
    """Return the columns of a file that a table takes."""
    header = None if candidate.report else find_header(content, candidate.tables[0])
    return set(header.columns.values()) if header else set()


def _widest(found: list[Candidate], content: Content) -> list[Candidate]:
    """Leave out the tables that take only a part of what another one takes."""
    taken = [(candidate, _taken(candidate, content)) for candidate in found]
    return [
        candidate
        for candidate, columns in taken
        if not any(columns < others for _, others in taken)
    ]


def _names(found: list[Candidate]) -> str:
    return ", ".join(sorted(candidate.label for candidate in found))


EXTENSIONS = re.compile(
    r"(\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|xlsm|xls))?(\.(gz|gzip|zip))?$"
)


def _stem(name: str) -> str:
    """Fold a file name or pattern, without what names its form: every form holds every table."""
    return EXTENSIONS.sub("", unicodedata.normalize("NFKC", name).casefold(), count=1)


def _matches_pattern(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(_stem(name), _stem(pattern)) for pattern in patterns)


def narrow_by_place(
    everything: list[Candidate],
    path: Path,
    folders: tuple[str, ...],
    source: str | None,
    table: str | None,
) -> list[Candidate]:
    """Keep what the flags and the landing folder allow.

    Raises:
        KizunaError: a flag names what does not exist.
    """
    known_sources = sorted({name for candidate in everything for name in candidate.names})
    if source and source not in known_sources:
        raise KizunaError(f"--source {source} is not known; there are {', '.join(known_sources)}.")
    source = source or (folders[0] if folders else None)
    found = [candidate for candidate in everything if source is None or source in candidate.names]
    if not found:
        raise KizunaError(
            f"{path} lies in landing/{source}/, which names no source or mapping; "
            f"there are {', '.join(known_sources)}."
        )
    if table and not any(table in candidate.table_names for candidate in found):
        raise KizunaError(
            f"--table {table} is not known{f' for {source}' if source else ''}; there are "
            f"{', '.join(sorted({n for candidate in found for n in candidate.table_names}))}."
        )
    table = table or next(
        (
            folder
            for folder in folders[1:]
            if any(folder in candidate.table_names for candidate in found)
        ),
        None,
    )
    return [candidate for candidate in found if table is None or table in candidate.table_names]


def choose(found: list[Candidate], path: Path, content: Content) -> Candidate:
    """Return the one candidate that a file is: by the pattern of its name, else by its header.

    Raises:
        KizunaError: nothing fits, or more than one thing does; the sentence names them.
    """
    if len(found) == 1:
        return found[0]
    name = re.sub(r"\.[0-9a-f]{8}(?=\.)", "", path.name)
    by_pattern = [one for one in found if _matches_pattern(name, one.file_patterns)]
    if len(by_pattern) == 1:
        return by_pattern[0]
    by_header = [one for one in by_pattern or found if _fits(one, content)]
    if len(by_header) > 1:
        wholly = [one for one in by_header if _fits_wholly(one, content)]
        by_header = wholly or _widest(by_header, content)
    if len(by_header) == 1:
        return by_header[0]
    if by_header:
        raise KizunaError(
            f"{path} can be more than one table: {_names(by_header)}; "
            "say which with --source and --table, or put it into landing/<source>/<table>/."
        )
    cells, _ = best_guess(content)
    shown = ", ".join(cells[:6]) + (", …" if len(cells) > 6 else "")
    tables = _names(found) if len(found) <= SHOWN_TABLES else f"the {len(found)} known tables"
    raise KizunaError(
        f"{path} has an unknown layout: its first line is {shown!r}, which fits none of {tables}; "
        "`kizuna contract` shows what a file must look like, and `kizuna map` proposes a mapping "
        "that makes any other file fit."
    )
