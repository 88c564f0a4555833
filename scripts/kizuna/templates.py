"""Contracts as documentation: what a source's files must look like."""

from __future__ import annotations

from kizuna.contracts import Column, Source, Table
from kizuna.errors import KizunaError

ACCEPTED = {
    "string": "text",
    "bigint": "whole number",
    "double": "number",
    "decimal(18,2)": "amount",
    "decimal(18,4)": "amount",
    "boolean": "yes or no",
    "date": "date",
    "timestamp": "time",
}


def _column_row(column: Column) -> str:
    notes = []
    if column.required:
        notes.append("required, may be blank" if column.nullable else "required")
    if column.allowed:
        notes.append("one of " + ", ".join(f"`{value}`" for value in column.allowed))
    if column.default is not None:
        notes.append(f"default `{column.default}`")
    if column.date_formats:
        notes.append("written as " + " or ".join(f"`{form}`" for form in column.date_formats))
    headers = ", ".join(f"`{header}`" for header in column.headers)
    return (
        f"| {headers} | {ACCEPTED[column.data_type]} | {'; '.join(notes)} | {column.description} |"
    )


def _table_markdown(table: Table) -> str:
    patterns = ", ".join(f"`{pattern}`" for pattern in table.file_patterns)
    head = [
        f"## {table.source}.{table.name}",
        "",
        table.description,
        "",
        f"- Key: {', '.join(f'`{name}`' for name in table.key)}",
        f"- Times without a zone are those of `{table.timezone}`.",
    ]
    if patterns:
        head.append(f"- Files named {patterns} are known by their name.")
    rows = ["", "| header | value | rule | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, *map(_column_row, table.columns)])


def contract_markdown(sources: dict[str, Source], name: str) -> str:
    """Describe a source, or one table of it.

    Raises:
        KizunaError: there is no such source or table.
    """
    source_name, _, table_name = name.partition(".")
    if source_name not in sources:
        raise KizunaError(f"There is no source {source_name}; there are {', '.join(sources)}.")
    tables = [table for table in sources[source_name].tables if table_name in ("", table.name)]
    if not tables:
        names = ", ".join(table.name for table in sources[source_name].tables)
        raise KizunaError(f"{source_name} has no table {table_name}; it has {names}.")
    return "\n\n".join(_table_markdown(table) for table in tables) + "\n"
