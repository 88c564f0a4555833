"""From text columns to typed ones: expressions that DuckDB evaluates over a whole file at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import zip_longest
from zoneinfo import ZoneInfo

from duckdb import (
    CaseExpression,
    CoalesceOperator,
    ColumnExpression,
    ConstantExpression,
    Expression,
    FunctionExpression,
    SQLExpression,
)

from kizuna.contracts import Column, DataType, Table

STANDARD_FORMAT: dict[str, str] = {"date": "%Y-%m-%d", "timestamp": "%Y-%m-%d %H:%M:%S"}
SAFE_SINCE = datetime(1952, 1, 1)
"""Since then Japan has had one offset; other zones are looked at from then on."""
SAFE_UNTIL = datetime(2100, 1, 1)
KIND_OF_VALUE: dict[DataType, str] = {
    "bigint": "is no whole number",
    "double": "is no number",
    "decimal(18,2)": "is no amount",
    "decimal(18,4)": "is no amount",
    "boolean": "is neither yes nor no",
    "date": "is no date",
    "timestamp": "is no time",
    "string": "does not fit",
}


ROW_ID = "_row_id"
"""Column that names a row by its content, for mappings with `hash_row`."""


Layer = dict[str, Expression]
"""Expressions by the name that they get, all over columns of the layers before.

A column's value is found in small steps, one projection each. In one nested expression the macros
would repeat each other's text until planning a file takes longer than reading it.
"""


def text_of(column: Column) -> str:
    """Name of the column that holds a value's text, as the file brings it."""
    return f"_text_{column.name}"


def value_of(column: Column) -> str:
    """Name of the column that holds a typed value; NULL where the text does not fit."""
    return f"_value_{column.name}"


def reason_of(column: Column) -> str:
    """Name of the column that says why a value does not fit; NULL where it does."""
    return f"_reason_{column.name}"


def text_name(position: int) -> str:
    """Name of the text column at a position of the file."""
    return f"c{position}"


def _call(name: str, *arguments: Expression) -> Expression:
    return FunctionExpression(name, *arguments)


@lru_cache(maxsize=4096)
def _constant(value: str | datetime | timedelta | None) -> Expression:
    """Return a constant. DuckDB looks for pandas each time one is made, which is slow."""
    return ConstantExpression(value)


def _list(values: list[str]) -> Expression:
    return _call("list_value", *(_constant(value) for value in values))


def row_hash(width: int) -> Expression:
    """Return a hash of all text columns of a row."""
    cells = [
        CoalesceOperator(ColumnExpression(text_name(position)), _constant(""))
        for position in range(width)
    ]
    return _call("md5", _call("concat_ws", _constant("\x1f"), *cells))


def raw_text(column: Column, table: Table, cell: Expression) -> Expression:
    """Return what a trimmed cell says, in the contract's words: NULL for its words for nothing."""
    text = cell
    nothing = [value for value in table.null_values if value]
    if nothing:
        text = CaseExpression(_one_of(text, nothing), _constant(None).cast("varchar")).otherwise(
            text
        )
    if column.values:
        (first, *others) = column.values.items()
        mapped = CaseExpression(text == _constant(first[0]), _constant(first[1]).cast("varchar"))
        for written, meant in others:
            mapped = mapped.when(text == _constant(written), _constant(meant).cast("varchar"))
        text = mapped.otherwise(text)
    return text


def _one_of(text: Expression, values: list[str]) -> Expression:
    # An IN of many values becomes a join, and a join loses the order of the file.
    return _call("list_contains", _list(values), text)


def _text(column: Column, table: Table, positions: dict[str, int]) -> Expression:
    """Return the text that a column holds before it is typed."""
    if column.hash_row:
        return ColumnExpression(ROW_ID)
    if column.constant is not None:
        return _constant(str(column.constant)).cast("varchar")
    if column.collects:
        cells = [
            part
            for key, position in _collected(column, positions)
            for part in (_constant(key), ColumnExpression(_answer_name(position)))
        ]
        return _call("json_object", *cells).cast("varchar")
    if column.name not in positions:
        return _constant(None).cast("varchar")
    cell = _call("kz_text", ColumnExpression(text_name(positions[column.name])))
    return raw_text(column, table, cell)


def _answer_name(position: int) -> str:
    """Name of the column that holds the text of a collected cell."""
    return f"_collected_{position}"


def _collected(column: Column, positions: dict[str, int]) -> list[tuple[str, int]]:
    """Return the keys that a column collects, with where their cells stand in the file."""
    start = f"{column.name}."
    return [
        (name.removeprefix(start), position)
        for name, position in positions.items()
        if name.startswith(start)
    ]


def _collected_layer(table: Table, positions: dict[str, int]) -> Layer:
    """Return the texts of all collected cells."""
    layer = Layer()
    for column in table.columns:
        if not column.collects:
            continue
        meanings = {one.key: one.values for one in column.collect}
        for key, position in _collected(column, positions):
            cell = _call("kz_text", ColumnExpression(text_name(position)))
            one = column.model_copy(update={"values": meanings.get(key, {})})
            layer[_answer_name(position)] = raw_text(one, table, cell)
    return layer


def _with_default(column: Column, text: Expression) -> Expression:
    if column.default is None:
        return text
    return CoalesceOperator(text, _constant(str(column.default)))


def _string_value(column: Column) -> Expression:
    text = ColumnExpression(text_of(column))
    if not column.allowed:
        return text
    lowered = _call("lower", _call("kz_half_width", text))
    return CaseExpression(_one_of(lowered, column.allowed), lowered)


def formats_as_tried(column: Column) -> list[str]:
    """Return the date formats of a column in the order in which they are tried."""
    # %Y would read the year 26 as 0026; %y refuses four digits.
    written = sorted(column.date_formats, key=lambda form: "%y" not in form)
    return [*written, STANDARD_FORMAT[column.data_type]]


@lru_cache(maxsize=64)
def _fixed_offset(zone: str) -> timedelta | None:
    """Return the offset of a zone that has kept it since 1952; None where it ever changed."""
    week, found = SAFE_SINCE, set()
    while week < SAFE_UNTIL:
        found.add(week.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset())
        week += timedelta(days=7)
    return found.pop() if len(found) == 1 else None


def to_utc(local: Expression, zone: str) -> Expression:
    """Return a local time between 1952 and 2100 as UTC."""
    offset = _fixed_offset(zone)
    if offset is not None:
        return local - _constant(offset)
    return _call("timezone", _constant("UTC"), _call("timezone", _constant(zone), local))


def _time_steps(column: Column, zone: str) -> list[Layer]:
    """Take a time apart: fold widths, find the offset, read the rest, and bring it to UTC."""
    folded, offset, local = (f"_{step}_{column.name}" for step in ("folded", "offset", "local"))
    without_offset = _call("kz_without_offset", *map(ColumnExpression, (folded, offset)))
    utc = _call("kz_utc", *map(ColumnExpression, (local, offset)), _constant(zone))
    if column.epoch is not None:
        since_1970 = _call("kz_epoch", ColumnExpression(folded), _constant(column.epoch))
        utc = CoalesceOperator(since_1970, utc)
    value = utc
    if column.data_type == "date":
        value = _call("kz_day", *map(ColumnExpression, (local, offset)), utc, _constant(zone))
    return [
        {folded: _call("kz_era", _call("kz_half_width", ColumnExpression(text_of(column))))},
        {offset: _call("kz_offset_text", ColumnExpression(folded))},
        {local: _call("kz_local", without_offset, _list(formats_as_tried(column)))},
        {value_of(column): value},
    ]


def _number_steps(column: Column) -> list[Layer]:
    folded, number = f"_folded_{column.name}", f"_number_{column.name}"
    function = "kz_to_" + column.data_type.translate(str.maketrans("(,", "__", ")"))
    if column.data_type.startswith("decimal"):
        written = f"_written_{column.name}"
        return [
            {folded: _call("kz_half_width", ColumnExpression(text_of(column)))},
            {written: _call("kz_number", ColumnExpression(folded))},
            {number: _call("kz_plain", ColumnExpression(written))},
            {value_of(column): _call(function, ColumnExpression(number))},
        ]
    return [
        {folded: _call("kz_half_width", ColumnExpression(text_of(column)))},
        {number: _call("kz_number", ColumnExpression(folded))},
        {value_of(column): _call(function, ColumnExpression(number))},
    ]


def _value_steps(column: Column, zone: str) -> list[Layer]:
    """Return the steps from a column's text to its value."""
    if column.data_type == "string":
        return [{value_of(column): _string_value(column)}]
    if column.data_type == "boolean":
        text = _call("kz_half_width", ColumnExpression(text_of(column)))
        return [{value_of(column): _call("kz_to_boolean", text)}]
    if column.data_type in STANDARD_FORMAT:
        return _time_steps(column, zone)
    return _number_steps(column)


def _reason(column: Column) -> Expression:
    text, value = ColumnExpression(text_of(column)), ColumnExpression(value_of(column))
    fault = KIND_OF_VALUE[column.data_type]
    if column.allowed:
        fault = f"is none of {', '.join(column.allowed)}"
    elif column.date_formats:
        fault += f" written as {' or '.join(column.date_formats)}"
    reason = CaseExpression(text.isnotnull() & value.isnull(), _constant(fault))
    if column.needs_value:
        reason = reason.when(text.isnull(), _constant("is required and has no value"))
    return reason.otherwise(_constant(None).cast("varchar"))


def typing_layers(table: Table, positions: dict[str, int]) -> list[Layer]:
    """Return the projections that type every column of a contract over the text columns of a file.

    Args:
        table: the contract, with its time zone.
        positions: where in the file each column of the contract stands.
    """
    texts = {
        text_of(column): _with_default(column, _text(column, table, positions))
        for column in table.columns
    }
    steps = [_value_steps(column, table.timezone) for column in table.columns]
    values = [
        {name: value for layer in layers for name, value in layer.items()}
        for layers in zip_longest(*steps, fillvalue=Layer())
    ]
    reasons = {reason_of(column): _reason(column) for column in table.columns}
    collected = _collected_layer(table, positions)
    return [*([collected] if collected else []), texts, *values, reasons]


def _utc_time(table: Table, name: str) -> Expression:
    """Return a column as a UTC time; a day begins at its local midnight."""
    column = ColumnExpression(name)
    if table.column(name).data_type == "timestamp":
        return column
    local = _call("timezone", _constant(table.timezone), column.cast("timestamp"))
    return _call("timezone", _constant("UTC"), local)


def available_at(table: Table, loaded_at: datetime, *, is_backfill: bool) -> Expression:
    """Return when the warehouse could first know a row, over the typed columns (METRICS 0).

    A backfill is available when it happened; a row of it without a time has always been known.
    """
    loaded = _constant(loaded_at).cast("timestamp")
    times = [_utc_time(table, name) for name in table.occurred_at]
    occurred = CoalesceOperator(*times) if times else _constant(None).cast("timestamp")
    if is_backfill:
        return CoalesceOperator(occurred, SQLExpression("timestamp '1970-01-01 00:00:00'"))
    return _call("greatest", CoalesceOperator(occurred, loaded), loaded)
