"""Read one file into temporary tables: typed rows in kz_typed, rejected ones in kz_rejects.

This is the slow way: everything is text first, so that a value that does not fit is told as it was
written. `kizuna.load.fast` takes the files that need none of this.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import duckdb
from duckdb import (
    CaseExpression,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
    SQLExpression,
)

from kizuna.contracts import Column, Table
from kizuna.errors import KizunaError
from kizuna.load import text
from kizuna.load.content import json_lines, literal_path, quoted
from kizuna.load.inputs import Input
from kizuna.load.projections import Query, Steps
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
NO_OBJECT = "is no JSON object"


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


def _csv_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
    header = source.header
    columns = {text_name(position): "VARCHAR" for position in range(len(header.cells))}
    rows = connection.read_csv(
        literal_path(source.content.path),
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
    return rows.select(
        SQLExpression("row_number() over ()").alias("_ordinal"),
        SQLExpression("cast(null as varchar)").alias("_broken"),
        *(_column(name) for name in columns),
    )


def _json_pointer(key: str) -> str:
    """Return where a key stands in an object; a path of `$` would take `*` as a pattern."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _json_cell(source: Input, position: int) -> Expression:
    """Return one value of the list `found`.

    A JSON number keeps 15 digits for sure: an amount of more must not be loaded as another one.
    """
    cell = SQLExpression(f"found[{position + 1}]")
    amounts = {
        source.header.columns[column.name]
        for column in source.table.columns
        if column.name in source.header.columns and column.data_type.startswith("decimal")
    }
    if position not in amounts:
        return cell
    pointer = ConstantExpression(_json_pointer(source.content.names[position]))
    is_number = FunctionExpression("json_type", _column("object"), pointer) == ConstantExpression(
        "DOUBLE"
    )
    digits = FunctionExpression(
        "length",
        SQLExpression(f"ltrim(regexp_replace(found[{position + 1}], '[^0-9]', '', 'g'), '0')"),
    )
    cut = FunctionExpression("concat", cell, ConstantExpression("…"))
    return CaseExpression(is_number & (digits > ConstantExpression(SAFE_DIGITS)), cut).otherwise(
        cell
    )


SAFE_DIGITS = 15


def _json_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
    """Read JSON lines: nested values stay JSON text, a line that is no object is broken."""
    names = source.content.names
    pointers = FunctionExpression(
        "list_value", *(ConstantExpression(_json_pointer(name)) for name in names)
    )
    lines = json_lines(connection, source.content.path).select(
        SQLExpression("row_number() over ()").alias("_ordinal"),
        FunctionExpression("kz_text", _column("line")).alias("line"),
    )
    checked = lines.filter(_column("line").isnotnull()).select(
        _column("_ordinal"),
        _column("line"),
        SQLExpression(
            "case when json_type(if(json_valid(line), line, null)) = 'OBJECT' then line end"
        ).alias("object"),
    )
    values = checked.select(
        _column("_ordinal"),
        CaseExpression(_column("object").isnull(), _column("line")).alias("_broken"),
        _column("object"),
        FunctionExpression("json_extract_string", _column("object"), pointers).alias("found"),
    )
    return values.select(
        _column("_ordinal"),
        _column("_broken"),
        *(
            _json_cell(source, position).alias(text_name(position))
            for position in range(len(names))
        ),
    )


NESTED = ("struct", "map", "[]", "list", "union", "json")


def _parquet_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
    """Read Parquet as text; nested values become JSON text."""
    rows = connection.read_parquet(
        literal_path(source.content.path), file_row_number=True, hive_partitioning=False
    )
    cells = []
    for position, (name, kind) in enumerate(zip(source.content.names, rows.types, strict=False)):
        cell: Expression = SQLExpression(quoted(name))
        if any(nested in str(kind).lower() for nested in NESTED):
            cell = FunctionExpression("to_json", cell)
        cells.append(cell.cast("varchar").alias(text_name(position)))
    return rows.select(
        (_column("file_row_number") + ConstantExpression(1)).alias("_ordinal"),
        SQLExpression("cast(null as varchar)").alias("_broken"),
        *cells,
    )


READERS = {"csv": _csv_rows, "json": _json_rows, "parquet": _parquet_rows}


def text_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
    """Read every row of a file as text columns c0, c1, … beside its ordinal.

    `_broken` holds what stands in place of a record.
    """
    rows = READERS[source.content.form](connection, source)
    if any(column.hash_row for column in source.table.columns):
        columns = [text_name(position) for position in range(len(source.header.cells))]
        rows = _with_row_ids(rows, columns)
    return rows


def _with_row_ids(rows: duckdb.DuckDBPyRelation, columns: list[str]) -> duckdb.DuckDBPyRelation:
    """Name each row by its content; of equal rows the second is `<hash>-2`, the third `<hash>-3`.

    Two people may well give the same answers, and the same file exported again gives the same ids.
    """
    kept = ["_ordinal", "_broken", *columns]
    hashed = rows.select(*map(_column, kept), row_hash(len(columns)).alias("_hash"))
    copy = "row_number() over (partition by _hash order by _ordinal)"
    return hashed.select(
        *map(_column, kept),
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


MOST_COLUMNS_CARRIED = 200


def _narrowed(
    rows: duckdb.DuckDBPyRelation, source: Input, record: Expression
) -> duckdb.DuckDBPyRelation:
    """Keep the cells that the contract reads, and the whole record as one text."""
    kept = ["_ordinal", "_broken"]
    if any(column.hash_row for column in source.table.columns):
        kept.append(ROW_ID)
    places = {*source.header.columns.values(), *([0] if source.part is not None else [])}
    kept += [text_name(position) for position in sorted(places)]
    return rows.select(*map(_column, kept), record.alias("_cells"))


def _type_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Type a file in one pass into the temporary table kz_typed, misfits marked with a reason."""
    table, header = source.table, source.header
    rows = text_rows(connection, source)
    cells = [_column(text_name(position)) for position in range(len(header.cells))]
    record = FunctionExpression("to_json", FunctionExpression("list_value", *cells)).cast("varchar")
    if len(cells) > MOST_COLUMNS_CARRIED:
        # Thousands of columns in every layer would fill the memory.
        rows = _narrowed(rows, source, record)
        record = _column("_cells")
    steps = Steps()
    for layer in typing_layers(table, header.columns):
        steps = steps.adding(layer)
    if table.description_row:
        steps = steps.where(~_is_description(table))
    if table.description_rows:
        steps = steps.where(_column("_ordinal") > ConstantExpression(table.description_rows))
    row: Expression = _column("_ordinal") + ConstantExpression(header.record)
    if source.part is not None:
        row = _column(text_name(0)).cast("bigint")
    broken = _column("_broken").isnotnull()
    nothing = ConstantExpression(None).cast("varchar")
    named, value, reason = (
        _of_first_misfit(table, chosen)
        for chosen in (
            lambda column: ConstantExpression(column.name),
            lambda column: _column(text_of(column)),
            lambda column: _column(reason_of(column)),
        )
    )
    steps = steps.adding(
        {
            "_bad_column": CaseExpression(broken, nothing).otherwise(named),
            "_bad_value": CaseExpression(broken, nothing).otherwise(value),
            "_reason": CaseExpression(broken, ConstantExpression(NO_OBJECT)).otherwise(reason),
        }
    )
    told = CaseExpression(broken, _column("_broken")).otherwise(record)
    steps = steps.keeping(
        {"_row": row}
        | {column.name: _column(value_of(column)) for column in table.columns}
        | {name: _column(name) for name in ("_bad_column", "_bad_value", "_reason")}
        | {"_record": CaseExpression(_column("_reason").isnotnull(), told)}
    )
    with Query(rows, steps).as_sql(connection) as sql:
        connection.execute(f"create temp table kz_typed as {sql}")


def _number_rows(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Correct the row numbers behind lines that are no records, and behind blank ones.

    DuckDB leaves such lines out, so that each of them shifts the rows that follow.
    """
    if source.part is not None or source.content.form != "csv":
        return
    found = connection.execute("select distinct line from kz_csv_errors").fetchall()
    lines = {int(line) for (line,) in found}
    if source.content.survey.blank_lines:
        lines.update(text.blank_records(source.content, source.header.delimiter))
    gaps = sorted(line for line in lines if line > source.header.record)
    if not gaps:
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


def _check_quotes(connection: duckdb.DuckDBPyConnection, source: Input) -> None:
    """Refuse a file in which a quote that is never closed swallows all the rows behind it."""
    ((unquoted,),) = connection.execute(
        "select count(*) from kz_csv_errors where error_type = 'UNQUOTED VALUE'"
    ).fetchall()
    if not unquoted or source.part is not None:
        return
    row = text.unclosed_quote(source.content, source.header.delimiter)
    if row is not None:
        raise KizunaError(
            f"a quote is opened in row {row} and never closed, so that the rest of the file cannot "
            "be told apart: close it, or export the file again"
        )


def _collect_rejects(connection: duckdb.DuckDBPyConnection, source: Input) -> int:
    """Gather misfits and broken lines in the temporary table kz_rejects; return how many."""
    if source.content.form != "csv":
        connection.execute(
            "create or replace temp table kz_csv_errors "
            "(line ubigint, error_type varchar, csv_line varchar)"
        )
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
        duckdb.Error: DuckDB cannot read the file.
        KizunaError: the file is broken as a whole; half a sentence without the file's name.
    """
    clear(connection)
    _type_rows(connection, source)
    if source.content.form == "csv":
        _check_quotes(connection, source)
    _number_rows(connection, source)
    return _collect_rejects(connection, source)


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables of the file before."""
    for name in TEMPORARY_TABLES:
        connection.execute(f"drop table if exists {name}")
