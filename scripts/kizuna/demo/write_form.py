"""How tables of the demo become files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

Record = list[object]


def _table(header: list[str], rows: list[Record]) -> list[Record]:
    return [[*header], *rows]


@dataclass(frozen=True)
class Export:
    """The files that one table becomes, and how the tool that is imitated writes CSV.

    The table's name is `<source>__<table>`. Its column `_file` is the path below landing; the other
    columns are those of the file, in order. Rows keep the table's order, or that of `_line`, where
    the table has such a column. What DuckDB's own writer can do it does; the rest is Python's.
    """

    table: str
    encoding: str = "utf-8"
    line_end: str = "\n"
    quotes_all: bool = False
    camel_case: bool = False
    """Whether headers are written as AccountId, where the table says account_id."""
    is_lines: bool = False
    """Whether the table's one column is the lines of the file, which are written as they are."""
    arrange: Callable[[list[str], list[Record]], list[Record]] = _table
    """Turns header and rows into the records of a file."""

    @property
    def source(self) -> str:
        """The vendor, as `--sources` names it."""
        return self.table.split("__")[0]

    @property
    def is_plain(self) -> bool:
        """Whether DuckDB's CSV writer gives the vendor's form."""
        return self.encoding == "utf-8" and self.line_end == "\n" and self.arrange is _table


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Return a table's columns in order."""
    return [str(row[0]) for row in connection.execute(f"describe {table}").fetchall()]


def camel_case(name: str) -> str:
    """Write account_id as AccountId, and is_decision_maker__c as IsDecisionMaker__c."""
    stem, custom, _ = name.partition("__c")
    return "".join(part.capitalize() for part in stem.split("_")) + custom


def _selections(
    connection: duckdb.DuckDBPyConnection, export: Export
) -> Iterator[tuple[str, str, int]]:
    """Yield file, query of its rows and their number."""
    columns = columns_of(connection, export.table)
    shown = [name for name in columns if name not in ("_file", "_line")]
    headers = [camel_case(name) if export.camel_case else name for name in shown]
    cells = ", ".join(
        f'"{name}" as "{header}"' for name, header in zip(shown, headers, strict=True)
    )
    order = " order by _line" if "_line" in columns else ""
    files = connection.execute(
        f"select _file, min(rowid), max(rowid), count(*) from {export.table} "  # noqa: S608
        "group by _file order by _file"
    ).fetchall()
    for file, first, last, count in files:
        # Rows that stand together are found without a look at the others.
        place = (
            f"rowid between {first} and {last}"
            if last - first + 1 == count
            else f"_file = {_quoted(file)}"
        )
        selection = f"select {cells} from {export.table} where {place}{order}"  # noqa: S608
        yield str(file), selection, int(count)


def write_export(
    connection: duckdb.DuckDBPyConnection, export: Export, landing: Path
) -> Iterator[tuple[Path, int]]:
    """Write the files of one export below landing; yield each with its number of rows."""
    for file, selection, count in _selections(connection, export):
        path = landing / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if export.is_plain:
            form = "header"
            if export.quotes_all:
                form = "header, force_quote *"
            elif export.is_lines:
                form = "header false, quote '', escape '', delimiter '\x1f'"
            connection.execute(f"copy ({selection}) to {_quoted(str(path))} (format csv, {form})")
        else:
            _write_csv(connection, export, selection, path)
        yield path, count


def _write_csv(
    connection: duckdb.DuckDBPyConnection, export: Export, selection: str, path: Path
) -> None:
    result = connection.execute(selection)
    header = [str(column[0]) for column in result.description or []]
    records = export.arrange(header, [list(row) for row in result.fetchall()])
    with path.open("w", encoding=export.encoding, newline="") as file:
        csv.writer(
            file,
            lineterminator=export.line_end,
            quoting=csv.QUOTE_ALL if export.quotes_all else csv.QUOTE_MINIMAL,
        ).writerows(records)


def write_truth(
    connection: duckdb.DuckDBPyConnection, table: str, sources: frozenset[str], path: Path
) -> Path:
    """Write one truth table as Parquet; rows of a source that is not exported are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = ", ".join(_quoted(source) for source in sorted(sources))
    has_source = "source" in columns_of(connection, table)
    only = f" where source is null or source in ({kept})" if has_source else ""
    selection = f"select * from {table}{only}"  # noqa: S608
    connection.execute(f"copy ({selection}) to {_quoted(str(path))} (format parquet)")
    return path
