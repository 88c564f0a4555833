"""Read one file into temporary tables: typed rows in kz_typed, rejected ones in kz_rejects."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

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

from kizuna.contracts import Column, Table
from kizuna.load import identify, report, text
from kizuna.load.typed import (
    ROW_ID,
    reason_of,
    row_hash,
    text_name,
    text_of,
    typing_layers,
    value_of,
)

TEMPORARY_TABLES = ("kz_typed", "kz_gaps", "kz_rejects", "kz_csv_errors", "kz_csv_scans")


@dataclass(frozen=True)
class Input:
    """A table's contract with the prepared text and header that fill it.

    A part of a report carries the row numbers of the report in its first column, and brings along
    the rows that were no records.
    """

    table: Table
    text: text.TextFile
    header: identify.Header
    part: report.Part | None = None

    @property
    def ignored(self) -> list[str]:
        """Headers that no column of the contract takes."""
        return self.header.ignored if self.part is None else self.part.ignored


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


def _literal_path(path: Path) -> str:
    """Return a path that DuckDB takes as it is: to it `[`, `*` and `?` are patterns."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def _read_text(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
    """Read every row of a file as text columns c0, c1, … beside its ordinal."""
    header = source.header
    columns = {text_name(position): "VARCHAR" for position in range(len(header.cells))}
    rows = connection.read_csv(
        _literal_path(source.text.path),
        compression="none",
        hive_partitioning=False,
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


def _is_description(table: Table) -> Expression:
    """Whether a row describes the columns: the first one, without a key, its texts no values."""
    misfit: Expression = ConstantExpression(False)
    for column in table.columns:
        text, value = _column(text_of(column)), _column(value_of(column))
        misfit = misfit | (text.isnotnull() & value.isnull())
    key = _column(text_of(table.column(table.key[0])))
    return (_column("_ordinal") == ConstantExpression(1)) & key.isnull() & misfit


def _type_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Type a file in one pass into the temporary table kz_typed, misfits marked with a reason."""
    table, header = source.table, source.header
    rows = _read_text(connection, source)
    for layer in typing_layers(table, header.columns):
        rows = rows.select(StarExpression(), *(value.alias(name) for name, value in layer.items()))
    if table.description_row:
        rows = rows.filter(~_is_description(table))
    row: Expression = _column("_ordinal") + ConstantExpression(header.record)
    if source.part is not None:
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


def _number_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Correct the row numbers behind lines that are no records, and behind blank ones.

    DuckDB leaves such lines out, so that each of them shifts the rows that follow.
    """
    found = connection.execute("select distinct line from kz_csv_errors").fetchall()
    lines = {int(line) for (line,) in found}
    if text.has_blank_lines(source.text.path):
        lines.update(text.blank_records(source.text, source.header.delimiter))
    gaps = sorted(line for line in lines if line > source.header.record)
    if not gaps or source.part is not None:
        return
    # Numbered without gaps, the first row behind the i-th gap (from 1) is gap - i + 1; of gaps
    # that follow each other the last counts.
    shifts = {gap - shift: shift for shift, gap in enumerate(gaps, 1)}
    connection.execute(
        "create temp table kz_gaps as select unnest(?) as after_row, unnest(?) as shift",
        [list(shifts), list(shifts.values())],
    )
    connection.execute(
        "create or replace temp table kz_typed as "
        "select t.* replace (t._row + coalesce(g.shift, 0) as _row) "
        "from kz_typed as t asof left join kz_gaps as g on t._row > g.after_row order by t._row"
    )


def _collect_rejects(connection: duckdb.DuckDBPyConnection, source: Input) -> int:
    """Gather misfits and broken lines in the temporary table kz_rejects; return how many."""
    connection.execute((files("kizuna") / "sql" / "rejects.sql").read_text(encoding="utf-8"))
    broken = source.part.broken if source.part else []
    if broken:
        connection.execute(
            "insert into kz_rejects select unnest(?), null, null, unnest(?), unnest(?)",
            [
                [row.row for row in broken],
                [row.reason for row in broken],
                [row.record for row in broken],
            ],
        )
    ((rejected,),) = connection.execute("select count(*) from kz_rejects").fetchall()
    return int(rejected)


def read_file(connection: duckdb.DuckDBPyConnection, source: Input) -> int:
    """Read a file into kz_typed and kz_rejects, and return the number of rejected rows.

    Raises:
        duckdb.Error: the file is no CSV that DuckDB can read.
    """
    clear(connection)
    _type_rows(connection, source)
    _number_rows(connection, source)
    return _collect_rejects(connection, source)


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables of the file before."""
    for name in TEMPORARY_TABLES:
        connection.execute(f"drop table if exists {name}")
