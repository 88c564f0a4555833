"""From text columns to typed ones: the expressions that DuckDB evaluates over a whole file at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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

FIRST_FORMATS: dict[str, str] = {
    "date": "%Y-%m-%d",
    "timestamp": "%Y-%m-%d %H:%M:%S",
}
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


@dataclass(frozen=True)
class TypedColumn:
    """One column of the raw table as expressions over the text columns of a file."""

    column: Column
    text: Expression
    value: Expression
    reason: Expression
    """Why the value does not fit; NULL where it does."""


def text_name(position: int) -> str:
    """Name of the text column at a position of the file."""
    return f"c{position}"


def _call(name: str, *arguments: Expression) -> Expression:
    return FunctionExpression(name, *arguments)


def _constant(value: object) -> Expression:
    return ConstantExpression(value)


def _list(values: list[str]) -> Expression:
    return _call("list_value", *(_constant(value) for value in values))


def _text(column: Column, table: Table, positions: dict[str, int], width: int) -> Expression:
    """Return the text that a column holds before it is typed."""
    if column.hash_row:
        cells = [
            CoalesceOperator(ColumnExpression(text_name(position)), _constant(""))
            for position in range(width)
        ]
        return _call("md5", _call("concat_ws", _constant("\x1f"), *cells))
    if column.constant is not None:
        return _constant(str(column.constant)).cast("varchar")
    if column.name not in positions:
        return _constant(None).cast("varchar")
    text = _call("kz_text", ColumnExpression(text_name(positions[column.name])))
    nothing = [value for value in table.null_values if value]
    if nothing:
        text = CaseExpression(
            text.isin(*(_constant(value) for value in nothing)), _constant(None).cast("varchar")
        ).otherwise(text)
    if column.values:
        (first, *others) = column.values.items()
        mapped = CaseExpression(text == _constant(first[0]), _constant(first[1]).cast("varchar"))
        for written, meant in others:
            mapped = mapped.when(text == _constant(written), _constant(meant).cast("varchar"))
        text = mapped.otherwise(text)
    return text


def _value(column: Column, text: Expression, zone: str) -> Expression:
    """Return the typed value of a text; NULL where it does not fit."""
    if column.data_type == "string":
        if not column.allowed:
            return text
        lowered = _call("lower", text)
        allowed = [_constant(value) for value in column.allowed]
        return CaseExpression(lowered.isin(*allowed), lowered)
    if column.data_type in FIRST_FORMATS:
        formats = _list([*column.date_formats, FIRST_FORMATS[column.data_type]])
        folded = _call("kz_half_width", text)
        if column.data_type == "date":
            return _call("kz_date", folded, formats)
        return _call("kz_timestamp", folded, _constant(zone), formats)
    if column.data_type.startswith("decimal"):
        return _call(
            "kz_to_" + column.data_type.replace("(", "_").replace(",", "_").rstrip(")"), text
        )
    return _call(f"kz_{column.data_type}", text)


def _reason(column: Column, text: Expression, value: Expression) -> Expression:
    fault = KIND_OF_VALUE[column.data_type]
    if column.allowed:
        fault = f"is none of {', '.join(column.allowed)}"
    elif column.date_formats:
        fault += f" written as {' or '.join(column.date_formats)}"
    misfit = text.isnotnull() & value.isnull()
    reason = CaseExpression(misfit, _constant(fault))
    if column.needs_value:
        reason = reason.when(text.isnull(), _constant("is required and has no value"))
    return reason.otherwise(_constant(None).cast("varchar"))


def typed_columns(table: Table, positions: dict[str, int], width: int) -> list[TypedColumn]:
    """Return every column of a contract over a file with `width` text columns.

    Args:
        table: the contract, with its time zone.
        positions: where in the file each column of the contract stands.
        width: number of text columns of the file.
    """
    columns = []
    for column in table.columns:
        text = _text(column, table, positions, width)
        if column.default is not None:
            text = CoalesceOperator(text, _constant(str(column.default)))
        value = _value(column, text, table.timezone)
        columns.append(TypedColumn(column, text, value, _reason(column, text, value)))
    return columns


def available_at(table: Table, loaded_at: datetime, *, is_backfill: bool) -> Expression:
    """Return when the warehouse could first know a row, over the typed columns (METRICS 0).

    A backfill is available when it happened; a row of a backfill without a time has always been known.
    """
    loaded = _constant(loaded_at).cast("timestamp")
    if table.occurred_at is None:
        occurred = _constant(None).cast("timestamp")
    else:
        occurred = ColumnExpression(table.occurred_at)
        if table.column(table.occurred_at).data_type == "date":
            local = _call("timezone", _constant(table.timezone), occurred.cast("timestamp"))
            occurred = _call("timezone", _constant("UTC"), local)
    if is_backfill:
        return CoalesceOperator(occurred, SQLExpression("timestamp '1970-01-01 00:00:00'"))
    return _call("greatest", CoalesceOperator(occurred, loaded), loaded)
