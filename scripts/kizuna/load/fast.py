"""The fast way in: one pass from a clean file straight into its raw table.

Most files are clean: every value is written in its plain form. Such a file is typed with one cheap
expression a column, and any value that this expression does not take ends the attempt, whereupon
`kizuna.load.read` reads the file anew, slowly, with everything that people write. A value that is
taken here is the one that the slow way gives; tests compare the two.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from itertools import zip_longest

import duckdb
from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
    SQLExpression,
    StarExpression,
)

from kizuna.contracts import Column
from kizuna.load import projections
from kizuna.load.content import literal_path, quoted
from kizuna.load.inputs import Input
from kizuna.load.text import head
from kizuna.load.typed import (
    SAFE_SINCE,
    SAFE_UNTIL,
    STANDARD_FORMAT,
    formats_as_tried,
    raw_text,
    text_name,
    text_of,
    to_utc,
)

ISO_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S.%fZ",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
)
BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE", "1", "yes"), True),
    **dict.fromkeys(("false", "False", "FALSE", "0", "no"), False),
}
PLAIN_TIME_LENGTH = 19
PLAIN_AMOUNT = {
    "decimal(18,2)": r"-?\d{1,15}(\.\d{1,2})?",
    "decimal(18,4)": r"-?\d{1,13}(\.\d{1,4})?",
    "double": r"-?\d{1,15}(\.\d{1,15})?",
}


ROW_MARK = "_row_mark"
"""A column that is not constant, to name a row by where a value is missing."""

Steps = list[tuple[str, Expression]]
"""Names and expressions, each over the columns of the steps before."""


class NotPlainError(Exception):
    """The file needs the slow way: not a fault, only a reason."""


def _call(name: str, *arguments: Expression) -> Expression:
    return FunctionExpression(name, *arguments)


@lru_cache(maxsize=4096, typed=True)
def _constant(value: str | int | bool | datetime | timedelta | None) -> Expression:
    return ConstantExpression(value)


def _translated(text: Expression, meanings: dict[str, Expression]) -> Expression:
    """Return what a text means; NULL for any other text.

    Compared one by one: an IN of many values becomes a join, which loses the order of the file.
    """
    (first, *others) = meanings.items()
    found = CaseExpression(text == _constant(first[0]), first[1])
    for written, meant in others:
        found = found.when(text == _constant(written), meant)
    return found


def _stop(value: Expression) -> Expression:
    """Return what ends the attempt when it is evaluated. It must not be a constant."""
    return _call("error", _call("concat", _constant("not plain: "), value.cast("varchar")))


def _trimmed(text: Expression, blanks: tuple[str, ...]) -> Expression:
    """Trim a text where a blank stands at its edge; which can occur is known of the whole file.

    Most texts begin with a letter or digit of ASCII: two comparisons tell.
    """
    begins_blank = text == _constant("")
    for blank in blanks:
        begins_blank = begins_blank | _call("starts_with", text, _constant(blank))
    may_begin_blank = (text < _constant("!")) | (text >= _constant("\u0080"))
    edged = may_begin_blank & begins_blank
    for blank in blanks:
        edged = edged | _call("suffix", text, _constant(blank))
    return CaseExpression(edged, _call("kz_text", text)).otherwise(text)


def _samples(source: Input, column: Column) -> list[str]:
    """Return the values of a column at the top of the file."""
    position = source.header.columns[column.name]
    rows = head(source.content, source.header.delimiter)[source.header.record :]
    cells = [row[position].strip() for row in rows if position < len(row)]
    return [cell for cell in cells if cell and cell not in source.table.null_values]


def _parses(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)
    except ValueError:
        return False
    return True


def _form_of(source: Input, column: Column) -> str:
    """Return the form in which a column's times are written at the top of the file."""
    samples = _samples(source, column)
    for form in ISO_FORMATS:
        if samples and all(_parses(sample, form) for sample in samples):
            return form
    if samples and not column.date_formats:
        raise NotPlainError(f"{column.name} is written in no plain form")
    return STANDARD_FORMAT[column.data_type]


def _time_steps(source: Input, column: Column, text: Expression) -> Steps:
    """Return the steps from a plain text to a time: read it, then bring it to UTC."""
    form = _form_of(source, column)
    local_name = f"_local_{column.name}"
    local = ColumnExpression(local_name)
    if column.epoch is not None:
        return [(local_name, _call("kz_epoch", text, _constant(column.epoch)))]
    tried = formats_as_tried(column)
    if not column.date_formats and form == "%Y-%m-%d %H:%M:%S":
        plain = (
            (_call("strlen", text) == _constant(PLAIN_TIME_LENGTH))
            & (_call("substr", text, _constant(11), _constant(1)) == _constant(" "))
            & (_call("substr", text, _constant(17), _constant(1)) == _constant(":"))
        )
        read = CaseExpression(plain, _call("kz_try_timestamp", text))
    else:
        forms = list(dict.fromkeys([*tried, form]))
        read = _call("try_strptime", text, _call("list_value", *map(_constant, forms)))
    is_sane = (local >= _constant(SAFE_SINCE)) & (local < _constant(SAFE_UNTIL))
    if form.endswith("Z"):
        if column.data_type == "date" or tried != [STANDARD_FORMAT["timestamp"]]:
            raise NotPlainError(f"{column.name} may be local or UTC")
        value = CaseExpression(is_sane & _call("suffix", text, _constant("Z")), local)
    elif column.data_type == "date":
        value = CaseExpression(is_sane, local.cast("date"))
    else:
        value = CaseExpression(is_sane, to_utc(local, source.table.timezone))
    return [(local_name, read), (f"_value_{column.name}", value)]


def _value_steps(source: Input, column: Column, text: Expression) -> Steps:
    """Return the steps to the value of a plainly written text; NULL where the text is not plain."""
    name = f"_value_{column.name}"
    if column.allowed:
        lower = [value for value in column.allowed if value == value.lower()]
        return [(name, _translated(text, dict.fromkeys(lower, text)))]
    if column.data_type == "boolean":
        return [(name, _translated(text, {w: _constant(m) for w, m in BOOLEANS.items()}))]
    if column.data_type in STANDARD_FORMAT:
        return _time_steps(source, column, text)
    if column.data_type == "bigint":
        number = f"_number_{column.name}"
        same = ColumnExpression(number).cast("varchar") == text
        return [
            (number, _call("kz_try_bigint", text)),
            (name, CaseExpression(same, ColumnExpression(number))),
        ]
    plain = _call("regexp_full_match", text, _constant(PLAIN_AMOUNT[column.data_type]))
    return [(name, CaseExpression(plain, text.cast(column.data_type)))]


def _is_text(column: Column) -> bool:
    return column.data_type == "string" and not column.allowed


def _steps(source: Input, column: Column, cell: Expression | None) -> Steps:
    """Return the steps from a column's trimmed cell to its value.

    Each step is a projection of its own, so that nothing is computed twice. The last one ends the
    attempt where the text is not plain, or is missing and must not be.
    """
    if column.constant is not None:
        cell = _constant(str(column.constant)).cast("varchar")
    if cell is None and column.default is None:
        kind = "varchar" if column.data_type == "string" else column.data_type
        return [(column.name, _constant(None).cast(kind))]
    if cell is None:
        written = _constant(str(column.default)).cast("varchar")
    else:
        written = raw_text(column, source.table, cell)
        if column.default is not None:
            written = CoalesceOperator(written, _constant(str(column.default)))
    text_column = text_of(column)
    text = ColumnExpression(text_column)
    steps = [(text_column, written)]
    value = text
    if not _is_text(column):
        found = _value_steps(source, column, text)
        steps += found
        value = ColumnExpression(found[-1][0])
        value = CaseExpression(text.isnotnull() & value.isnull(), _stop(text)).otherwise(value)
    if column.needs_value:
        value = CaseExpression(text.isnull(), _stop(ColumnExpression(ROW_MARK))).otherwise(value)
    return [*steps, (column.name, value)]


def _in_steps(
    rows: duckdb.DuckDBPyRelation, columns: list[Steps], kept: list[str]
) -> projections.Query:
    """Apply the steps of all columns: the first of each in one projection, then the second."""
    query = projections.Steps()
    for layer in zip_longest(*(steps[:-1] for steps in columns)):
        query = query.adding(dict(step for step in layer if step is not None))
    values = dict(steps[-1] for steps in columns)
    kept_as_they_are = {name: ColumnExpression(name) for name in kept}
    return projections.Query(rows, query.keeping(values | kept_as_they_are))


def is_eligible(source: Input) -> bool:
    """Whether the fast way can be tried at all."""
    table = source.table
    return (
        source.content.form != "json"
        and source.part is None
        and not table.description_row
        and not table.description_rows
        and not source.content.survey.blank_lines
        and not source.content.survey.mixed_line_ends
        and not any(column.hash_row or column.collects for column in table.columns)
    )


def _of_csv(connection: duckdb.DuckDBPyConnection, source: Input) -> projections.Query:
    header = source.header
    width = len(header.cells)
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
        columns={text_name(position): "VARCHAR" for position in range(width)},
    )
    blanks = source.content.survey.blanks
    columns = []
    for column in source.table.columns:
        place = header.columns.get(column.name)
        cell = None if place is None else _trimmed(ColumnExpression(text_name(place)), blanks)
        columns.append(_steps(source, column, cell))
    numbered = rows.select(StarExpression(), ColumnExpression(text_name(0)).alias(ROW_MARK))
    return _in_steps(numbered, columns, [])


DIRECT_TYPES = {
    "bigint": {"bigint", "integer", "smallint", "tinyint"},
    "boolean": {"boolean"},
    "decimal(18,2)": {"decimal(18,2)"},
    "decimal(18,4)": {"decimal(18,4)"},
}
TIMES = {"timestamp", "timestamp_s", "timestamp_ms", "timestamp with time zone"}
NUMBERS = {"bigint", "integer", "smallint", "tinyint", "boolean", *TIMES}


def _of_parquet_column(source: Input, column: Column, cell: Expression, kind: str) -> Steps:
    """Return the steps of a Parquet column: as it is where types agree, else through its text."""
    changed = column.values or column.allowed or column.default is not None or column.constant
    if not (changed or source.table.null_values or column.epoch):
        value: Expression | None = None
        if kind in DIRECT_TYPES.get(column.data_type, ()):
            value = cell.cast(column.data_type)
        elif column.data_type == "timestamp" and kind in TIMES:
            utc = (
                _call("timezone", _constant("UTC"), cell)
                if kind == "timestamp with time zone"
                else to_utc(cell.cast("timestamp"), source.table.timezone)
            )
            is_sane = (cell >= _constant(SAFE_SINCE)) & (cell < _constant(SAFE_UNTIL))
            value = CaseExpression(cell.isnull() | is_sane, utc).otherwise(
                _stop(cell).cast("timestamp")
            )
        if value is not None:
            if column.needs_value:
                stop = _stop(ColumnExpression(ROW_MARK))
                value = CaseExpression(cell.isnull(), stop).otherwise(value)
            return [(column.name, value)]
    if kind == "varchar":
        return _steps(source, column, _trimmed(cell, ALL_BLANKS))
    if kind in NUMBERS or kind.startswith("decimal"):
        return _steps(source, column, cell.cast("varchar"))
    raise NotPlainError(f"{column.name} is {kind} in the file")


ALL_BLANKS = (" ", "\t", "\n", "\r", "\u00a0", "\u3000", "\ufeff")


def _of_parquet(connection: duckdb.DuckDBPyConnection, source: Input) -> projections.Query:
    rows = connection.read_parquet(
        literal_path(source.content.path), file_row_number=True, hive_partitioning=False
    )
    kinds = [str(kind).lower() for kind in rows.types]
    places = source.header.columns
    named = rows.select(
        *(
            SQLExpression(quoted(name)).alias(text_name(position))
            for position, name in enumerate(source.content.names)
        ),
        (ColumnExpression("file_row_number") + _constant(1)).alias("_row"),
        ColumnExpression("file_row_number").alias(ROW_MARK),
    )
    columns = []
    for column in source.table.columns:
        place = places.get(column.name)
        if place is None or column.constant is not None:
            columns.append(_steps(source, column, None))
        else:
            cell = ColumnExpression(text_name(place))
            columns.append(_of_parquet_column(source, column, cell, kinds[place]))
    return _in_steps(named, columns, ["_row"])


def rows_of(connection: duckdb.DuckDBPyConnection, source: Input) -> projections.Query:
    """Return the query of the typed rows of a file, under the names of the contract.

    Rows of Parquet carry their number in `_row`; a CSV's rows come in their order and unnumbered.

    Raises:
        NotPlainError: the file needs the slow way. That a value does is found when the rows are
            read: then DuckDB raises an error.
    """
    if source.content.form == "parquet":
        return _of_parquet(connection, source)
    return _of_csv(connection, source)
