"""Whether 11/12/2020 is in November or in December: the file must say it, or the user."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import duckdb
from duckdb import ColumnExpression, SQLExpression

from kizuna.contracts import Column
from kizuna.errors import KizunaError
from kizuna.load.inputs import Input
from kizuna.load.read import text_rows
from kizuna.load.typed import text_name

DateOrder = Literal["dmy", "mdy"]
MONTHS = 12
BOTH_NUMBERS = r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}"


def _highest(
    connection: duckdb.DuckDBPyConnection, source: Input, column: Column
) -> tuple[int, int, str] | None:
    """Return the highest first and second number of a column's dates, and one of the dates."""
    cell = text_name(source.header.columns[column.name])
    written = text_rows(connection, source).select(
        SQLExpression(f"kz_half_width(kz_text({cell}))").alias("written")
    )
    first_number, second_number = (
        SQLExpression(f"try_cast(regexp_extract(written, '{BOTH_NUMBERS}', {group}) as integer)")
        for group in (1, 2)
    )
    numbers = written.select(
        ColumnExpression("written"), first_number.alias("a"), second_number.alias("b")
    )
    ((first, second, example),) = numbers.aggregate(
        "max(a), max(b), min(written) filter (where a is not null)"
    ).fetchall()
    return None if first is None else (first, second, example)


def _day_first(form: str) -> str:
    """Swap day and month of a format that is written month first; year first is never in doubt."""
    if re.search(r"%-?[Yy].*%-?[mbB]", form):
        return form
    return re.sub(
        r"%(-?)([md])", lambda found: f"%{found[1]}{'d' if found[2] == 'm' else 'm'}", form
    )


def _settled(
    connection: duckdb.DuckDBPyConnection,
    inputs: list[Input],
    said: DateOrder | None,
    path: Path,
) -> DateOrder:
    """Return the order of a file: as a value above 12 shows it, else as the user says."""
    found = [
        highest
        for source in inputs
        for column in source.table.columns
        if column.day_or_month_first and column.name in source.header.columns
        if (highest := _highest(connection, source, column)) is not None
    ]
    first = max((numbers[0] for numbers in found), default=0)
    second = max((numbers[1] for numbers in found), default=0)
    if first > MONTHS and second > MONTHS:
        raise KizunaError(
            f"{path} writes some dates day first and some month first: export it again in one form."
        )
    shown: DateOrder | None = None
    if first > MONTHS or second > MONTHS:
        shown = "dmy" if first > MONTHS else "mdy"
    if shown and said and shown != said:
        raise KizunaError(
            f"{path} holds dates that cannot be {said}, such as one with {max(first, second)} "
            f"where the month would stand: load it with --date-order {shown}."
        )
    if not (shown or said) and found:
        raise KizunaError(
            f"{path} does not tell day from month: every date is like {found[0][2]!r}; say which "
            "comes first with --date-order dmy or --date-order mdy."
        )
    return shown or said or "mdy"


def with_date_order(
    connection: duckdb.DuckDBPyConnection,
    inputs: list[Input],
    said: DateOrder | None,
    path: Path,
) -> list[Input]:
    """Return the inputs with date formats in the order of the file.

    Raises:
        KizunaError: the file does not tell, and the user did not say; or both contradict.
    """
    if not any(column.day_or_month_first for one in inputs for column in one.table.columns):
        return inputs
    order = _settled(connection, inputs, said, path)
    if order == "mdy":
        return inputs
    return [
        replace(
            one,
            table=one.table.model_copy(
                update={
                    "columns": [
                        column.model_copy(
                            update={"date_formats": [_day_first(f) for f in column.date_formats]}
                        )
                        if column.day_or_month_first
                        else column
                        for column in one.table.columns
                    ]
                }
            ),
        )
        for one in inputs
    ]
