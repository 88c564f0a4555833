"""Reports: several tables one below the other in a single CSV, taken apart into single files."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

from kizuna.contracts import Section, Table, normalise_header
from kizuna.errors import KizunaError
from kizuna.load.content import Content
from kizuna.load.identify import Header, missing_columns, positions, refuse_doubled
from kizuna.load.text import records


@dataclass(frozen=True)
class BrokenRow:
    """A row that is no record, with its number in the file, the reason and what it says."""

    row: int
    reason: str
    record: str


@dataclass(frozen=True)
class Part:
    """One table of a report as a CSV of its own: the first column is the row in the report."""

    content: Content
    header: Header
    ignored: list[str]
    broken: list[BrokenRow]


@dataclass(frozen=True)
class Record:
    """A row of a section: its number in the file, its cells, and where its columns stand."""

    row: int
    cells: list[str]
    columns: dict[str, int]

    def value(self, name: str) -> str:
        """Return the cell of a column, empty where the row has none."""
        place = self.columns.get(name)
        return "" if place is None or place >= len(self.cells) else self.cells[place]


@dataclass
class SectionRows:
    """The rows of one titled section, with the number of each in the file."""

    table: Table
    section: Section
    header: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    broken: list[BrokenRow] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    first_row: int = 0

    @property
    def names(self) -> list[str]:
        """Columns that the rows bring."""
        return list(dict.fromkeys(name for record in self.records for name in record.columns))

    def take(self, number: int, cells: list[str], path: Path) -> None:
        """Take the next row: the header first, then data; a ragged row is no record."""
        self.first_row = self.first_row or number
        if self.section.layout == "labels":
            filled = [cell for cell in cells if cell.strip()]
            self.labels.append((filled[0], filled[1] if len(filled) > 1 else ""))
        elif self._is_header(cells):
            self._take_header(number, cells, path)
        else:
            self._take_data(number, cells)

    def close(self, path: Path) -> None:
        """End the section: labels and values become its one record."""
        if self.labels:
            self._take_header(self.first_row, [label for label, _ in self.labels], path)
            self._take_data(self.first_row, [value for _, value in self.labels])

    def _is_header(self, cells: list[str]) -> bool:
        """Whether a row is a header: the first one, or one that names all required columns anew."""
        if not self.header:
            return True
        columns, _ = positions(cells, self.table)
        inherited = self.table.inherit.columns if self.table.inherit else {}
        known = columns | dict.fromkeys([*inherited, self.table.section_column or ""], 0)
        return len(columns) > 1 and not missing_columns(known, self.table)

    def _take_header(self, number: int, cells: list[str], path: Path) -> None:
        columns, doubled = positions(cells, self.table)
        if len(columns) > 1:
            refuse_doubled(doubled, self.table, path)
            self.header, self.columns = cells, columns
        elif self.table.section_column is not None:
            raise KizunaError(
                f"{path}, row {number}: {', '.join(cells[:6])!r} should be the header under "
                f"{self.section.titles[0]!r}, but names no column of {self.table.label}; "
                "add its words to the contract's aliases, or export the report in another language."
            )

    def _take_data(self, number: int, cells: list[str]) -> None:
        width = len(self.header)
        beyond = any(cell.strip() for cell in cells[width:])
        is_long_enough = len(cells) >= width or self.section.short_rows == "fill"
        if is_long_enough and (not beyond or self.section.extra_cells == "ignore"):
            self.records.append(Record(number, cells, self.columns))
            return
        reason = f"is no record: it has {len(cells)} cells under a header of {width}"
        record = json.dumps(cells, ensure_ascii=False)
        self.broken.append(BrokenRow(number, reason, record))


def _sections(
    content: Content, tables: list[Table], delimiter: str, path: Path
) -> list[SectionRows]:
    """Read a report: which rows stand under which title."""
    titled = {
        normalise_header(title): (table, section)
        for table in tables
        for section in table.sections
        for title in section.titles
    }
    found: list[SectionRows] = []
    for number, cells in enumerate(records(content, delimiter, strict=True), 1):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            continue
        title = titled.get(normalise_header(cells[0])) if len(filled) == 1 else None
        in_labels = bool(found) and found[-1].section.layout == "labels"
        if title is not None:
            found.append(SectionRows(*title))
        elif len(filled) == 1 and cells[0].strip() and not in_labels:
            raise KizunaError(
                f"{path}, row {number}: {cells[0]!r} is no section that {tables[0].source} is "
                "known to write; add its title to the contract, or remove the section."
            )
        elif found:
            found[-1].take(number, cells, path)
    for rows in found:
        rows.close(path)
    return found


def _inherited(table: Table, found: list[SectionRows], path: Path) -> dict[str, str]:
    """Return the cells that a section's rows take from another table of the report."""
    if table.inherit is None:
        return {}
    giver = next(
        (rows for rows in found if rows.table.name == table.inherit.table and rows.records), None
    )
    if giver is None or missing_columns(giver.columns, giver.table):
        raise KizunaError(f"{path} has no head that names its {table.inherit.table}: export again.")
    return {name: giver.records[0].value(of) for name, of in table.inherit.columns.items()}


def _write_part(
    table: Table, sections: list[SectionRows], extra: dict[str, str], path: Path, file: Path
) -> Part:
    """Write the rows of a table's sections under the contract's own column names."""
    given = [*extra, *([table.section_column] if table.section_column else [])]
    taken = list(dict.fromkeys(name for rows in sections for name in [*rows.names, *rows.columns]))
    names = ["_row", *given, *taken]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        # The first line end of a file tells DuckDB which kind it has: that of a header is plain.
        writer.writerow(names)
        for rows in sections:
            section = [rows.section.value or ""] if table.section_column else []
            for record in rows.records:
                values = [record.value(name) for name in taken]
                writer.writerow([record.row, *extra.values(), *section, *values])
    columns = {name: position for position, name in enumerate(names) if position}
    if sections and (missing := missing_columns(columns, table)):
        raise KizunaError(
            f"{path} lacks {'; '.join(missing)} under {sections[0].section.titles[0]!r}, which "
            f"{table.label} requires: export these columns too."
        )
    ignored = [
        cell
        for rows in sections
        for position, cell in enumerate(rows.header)
        if position not in rows.columns.values()
    ]
    return Part(
        Content(file),
        Header(names, 1, ",", columns, {}),
        list(dict.fromkeys(ignored)),
        [broken for rows in sections for broken in rows.broken],
    )


def take_apart(
    content: Content, tables: list[Table], delimiter: str, path: Path, scratch: Path
) -> dict[str, Part]:
    """Write one CSV per table of a report.

    Raises:
        KizunaError: a section or its header is not known, the head is missing, or a quote is never
            closed; nothing of such a report is loaded.
    """
    found = _sections(content, tables, delimiter, path)
    parts = {}
    for table in tables:
        sections = [rows for rows in found if rows.table.name == table.name]
        extra = _inherited(table, found, path)
        parts[table.name] = _write_part(table, sections, extra, path, scratch / f"{table.name}.csv")
    return parts
