"""The fast way in: one pass from a clean file straight into its raw table.

Most files are clean: every value is written in its plain form. Such a file is typed with one cheap
expression a column, and any value that this expression does not take ends the attempt, whereupon
`kizuna.load.read` reads the file anew, slowly, with everything that people write. A value that is
taken here is the one that the slow way gives; tests compare the two.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
    SQLExpression,
)

from kizuna.contracts import Column
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
PLAIN_TIME_LENGTH = 19
PLAIN_AMOUNT = {
    "decimal(18,2)": r"-?\d{1,15}(\.\d{1,2})?",
    "decimal(18,4)": r"-?\d{1,13}(\.\d{1,4})?",
    "double": r"-?\d{1,15}(\.\d{1,15})?",
}


class NotPlainError(Exception):
    """The file needs the slow way: not a fault, only a reason."""


def _call(name: str, *arguments: Expression) -> Expression:
    return FunctionExpression(name, *arguments)


def _constant(value: str | int | bool | datetime | timedelta | None) -> Expression:
    return ConstantExpression(value)


def _one_of(text: Expression, values: list[str]) -> Expression:
    # An IN of many values becomes a join, and a join loses the order of the file.
    return _call("list_contains", _call("list_value", *map(_constant, values)), text)


def _stop(text: Expression) -> Expression:
    """Return what ends the attempt when it is evaluated. It must not be a constant."""
    return _call("error", _call("concat", _constant("not plain: "), text))


def _trimmed(text: Expression, blanks: tuple[str, ...]) -> Expression:
    """Trim a text where a blank stands at its edge; which can occur is known of the whole file."""
    edged: Expression | None = None
    for blank in blanks:
        for test in ("starts_with", "suffix"):
            found = _call(test, text, _constant(blank))
            edged = found if edged is None else edged | found
    assert edged is not None
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


def _time(source: Input, column: Column, text: Expression) -> Expression:
    form = _form_of(source, column)
    if column.epoch is not None:
        return _call("kz_epoch", text, _constant(column.epoch))
    tried = formats_as_tried(column)
    if not column.date_formats and form == "%Y-%m-%d %H:%M:%S":
        plain = (
            (_call("strlen", text) == _constant(PLAIN_TIME_LENGTH))
            & (_call("substr", text, _constant(11), _constant(1)) == _constant(" "))
            & (_call("substr", text, _constant(17), _constant(1)) == _constant(":"))
        )
        local = CaseExpression(plain, _call("kz_try_timestamp", text))
    else:
        forms = list(dict.fromkeys([*tried, form]))
        local = _call("try_strptime", text, _call("list_value", *map(_constant, forms)))
    sane = (local >= _constant(SAFE_SINCE)) & (local < _constant(SAFE_UNTIL))
    if column.data_type == "date":
        if form.endswith("Z"):
            raise NotPlainError(f"{column.name} is a day written as a time of another zone")
        return CaseExpression(sane, local.cast("date"))
    if form.endswith("Z"):
        if tried != [STANDARD_FORMAT["timestamp"]]:
            raise NotPlainError(f"{column.name} may be local or UTC")
        return CaseExpression(sane & _call("suffix", text, _constant("Z")), local)
    return CaseExpression(sane, to_utc(local, source.table.timezone))


def _value(source: Input, column: Column, text: Expression) -> Expression:
    """Return the value of a plainly written text; NULL where the text is not plain."""
    if column.allowed:
        return CaseExpression(_one_of(text, [v for v in column.allowed if v == v.lower()]), text)
    if column.data_type == "boolean":
        lowered = _call("lower", text)
        true = _one_of(lowered, ["true", "t", "yes", "y", "1", "on"])
        false = _one_of(lowered, ["false", "f", "no", "n", "0", "off"])
        return CaseExpression(true, _constant(True)).when(false, _constant(False))
    if column.data_type in STANDARD_FORMAT:
        return _time(source, column, text)
    if column.data_type == "bigint":
        number = _call("kz_try_bigint", text)
        return CaseExpression(number.cast("varchar") == text, number)
    plain = _call("regexp_full_match", text, _constant(PLAIN_AMOUNT[column.data_type]))
    return CaseExpression(plain, text.cast(column.data_type))


def _is_text(column: Column) -> bool:
    return column.data_type == "string" and not column.allowed


def _checked(source: Input, column: Column, text: Expression) -> Expression:
    """Return the value of a text, with an end to the attempt where it is not plain."""
    if _is_text(column):
        return text
    value = _value(source, column, text)
    return CaseExpression(text.isnotnull() & value.isnull(), _stop(text)).otherwise(value)


def _typed(source: Input, column: Column, cell: Expression | None) -> Expression:
    """Return a column's expression over its trimmed cell."""
    if column.constant is not None:
        cell = _constant(str(column.constant)).cast("varchar")
    if cell is None:
        kind = "varchar" if column.data_type == "string" else column.data_type
        if column.default is None:
            return _constant(None).cast(kind)
        return _checked(source, column, _constant(str(column.default)).cast("varchar"))
    text = raw_text(column, source.table, cell)
    if column.default is not None:
        text = CoalesceOperator(text, _constant(str(column.default)))
    value = _checked(source, column, text)
    if column.needs_value:
        value = CaseExpression(text.isnull(), _stop(ColumnExpression("_row_text"))).otherwise(value)
    return value


def is_eligible(source: Input) -> bool:
    """Whether the fast way can be tried at all."""
    table = source.table
    return (
        source.content.form != "json"
        and source.part is None
        and not table.description_row
        and not source.content.survey.blank_lines
        and not source.content.survey.mixed_line_ends
        and not any(column.hash_row for column in table.columns)
    )


def _of_csv(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
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
    columns = [
        _typed(
            source,
            column,
            _trimmed(ColumnExpression(text_name(header.columns[column.name])), blanks)
            if column.name in header.columns
            else None,
        ).alias(column.name)
        for column in source.table.columns
    ]
    return rows.select(
        *(ColumnExpression(text_name(position)) for position in range(width)),
        ColumnExpression(text_name(0)).alias("_row_text"),
    ).select(*columns)


DIRECT_TYPES = {
    "bigint": {"bigint", "integer", "smallint", "tinyint"},
    "boolean": {"boolean"},
    "decimal(18,2)": {"decimal(18,2)"},
    "decimal(18,4)": {"decimal(18,4)"},
}
TIMES = {"timestamp", "timestamp_s", "timestamp_ms", "timestamp with time zone"}
NUMBERS = {"bigint", "integer", "smallint", "tinyint", "boolean", *TIMES}


def _of_parquet_column(source: Input, column: Column, cell: Expression, kind: str) -> Expression:
    """Return a column of a Parquet file: as it is where the types agree, else through its text."""
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
            sane = (utc >= _constant(SAFE_SINCE)) & (utc < _constant(SAFE_UNTIL))
            value = CaseExpression(cell.isnull() | sane, utc).otherwise(
                _stop(cell.cast("varchar")).cast("timestamp")
            )
        if value is not None:
            if column.needs_value:
                stop = _stop(ColumnExpression("_row").cast("varchar"))
                value = CaseExpression(cell.isnull(), stop).otherwise(value)
            return value
    if kind == "varchar":
        return _typed(source, column, _trimmed(cell, ALL_BLANKS))
    if kind in NUMBERS or kind.startswith("decimal"):
        return _typed(source, column, cell.cast("varchar"))
    raise NotPlainError(f"{column.name} is {kind} in the file")


ALL_BLANKS = (" ", "\t", "\n", "\r", "\u00a0", "\u3000", "\ufeff")


def _of_parquet(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
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
        SQLExpression("cast(file_row_number as varchar)").alias("_row_text"),
    )
    columns = []
    for column in source.table.columns:
        if column.name in places and column.constant is None:
            place = places[column.name]
            cell = ColumnExpression(text_name(place))
            columns.append(_of_parquet_column(source, column, cell, kinds[place]))
        else:
            columns.append(_typed(source, column, None))
    return named.select(
        *(
            value.alias(column.name)
            for value, column in zip(columns, source.table.columns, strict=True)
        ),
        ColumnExpression("_row"),
    )


def rows_of(connection: duckdb.DuckDBPyConnection, source: Input) -> duckdb.DuckDBPyRelation:
    """Return the typed rows of a file, under the names of the contract.

    Rows of Parquet carry their number in `_row`; a CSV's rows come in their order and unnumbered.

    Raises:
        NotPlainError: the file needs the slow way. That a value does is found when the rows are
            read: then DuckDB raises an error.
    """
    if source.content.form == "parquet":
        return _of_parquet(connection, source)
    return _of_csv(connection, source)
