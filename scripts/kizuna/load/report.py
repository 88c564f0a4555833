"""Reports: several tables one below the other in a single CSV, taken apart into single files."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from kizuna.contracts import Section, Table, normalise_header
from kizuna.errors import KizunaError
from kizuna.load.text import TextFile, records

ROW_COLUMN = "_row"
"""Header of the column that keeps the row number of the original file."""


@dataclass
class SectionRows:
    """The rows of one titled section, with the number of each in the file."""

    section: Section
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def _sections(text: TextFile, tables: list[Table]) -> dict[str, list[SectionRows]]:
    """Read a report: which rows stand under which title, by table."""
    titled = {
        normalise_header(title): (table, section)
        for table in tables
        for section in table.sections
        for title in section.titles
    }
    wanted = {
        table.name: {normalise_header(h) for column in table.columns for h in column.headers}
        for table in tables
    }
    found: dict[str, list[SectionRows]] = {table.name: [] for table in tables}
    current: tuple[str, SectionRows] | None = None
    for number, cells in enumerate(records(text, ","), 1):
        filled = [cell for cell in cells if cell.strip()]
        title = titled.get(normalise_header(cells[0])) if len(filled) == 1 else None
        if title is not None:
            table, section = title
            current = (table.name, SectionRows(section))
            found[table.name].append(current[1])
        elif current is not None and filled:
            name, rows = current
            if not rows.header:
                known = sum(normalise_header(cell) in wanted[name] for cell in cells)
                rows.header = cells if known > 1 else []
            else:
                rows.rows.append((number, cells))
    return found


def _inherited(
    table: Table, found: dict[str, list[SectionRows]], tables: list[Table], path: Path
) -> dict[str, str]:
    """Return the cells that a section's rows take from another table of the report."""
    if table.inherit is None:
        return {}
    giver = next(other for other in tables if other.name == table.inherit.table)
    top = next((rows for rows in found[giver.name] if rows.rows), None)
    if top is None:
        raise KizunaError(
            f"{path} has no row under {giver.sections[0].titles[0]!r}: export the report again."
        )
    first = dict(zip(map(normalise_header, top.header), top.rows[0][1], strict=False))
    return {
        name: next(
            (
                first[normalise_header(header)]
                for header in giver.column(of).headers
                if normalise_header(header) in first
            ),
            "",
        )
        for name, of in table.inherit.columns.items()
    }


def _union_header(found: list[SectionRows]) -> list[str]:
    """Return every header of a table's sections once: a section may lack columns of another."""
    return list(dict.fromkeys(cell for rows in found for cell in rows.header))


def take_apart(text: TextFile, tables: list[Table], path: Path, scratch: Path) -> dict[str, Path]:
    """Write one CSV per table of a report; its first column is the row number in the report.

    Raises:
        KizunaError: a section has rows that are longer than its header, or the head is missing.
    """
    found = _sections(text, tables)
    scratch.mkdir(parents=True, exist_ok=True)
    files = {}
    for table in tables:
        extra = _inherited(table, found, tables, path)
        header = _union_header(found[table.name])
        section_header = [table.section_column] if table.section_column else []
        files[table.name] = scratch / f"{path.stem}.{table.name}.csv"
        with files[table.name].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([ROW_COLUMN, *extra, *section_header, *header])
            for rows in found[table.name]:
                for number, cells in rows.rows:
                    if any(cell.strip() for cell in cells[len(rows.header) :]):
                        raise KizunaError(
                            f"{path}, row {number}: {len(cells)} cells under a header of "
                            f"{len(rows.header)}; export the report again."
                        )
                    values = dict(zip(rows.header, cells, strict=False))
                    section = [rows.section.value or ""] if table.section_column else []
                    writer.writerow(
                        [number, *extra.values(), *section, *(values.get(h, "") for h in header)]
                    )
    return files
