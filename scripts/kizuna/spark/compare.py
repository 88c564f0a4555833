"""Hold the marts of two engines against each other, value by value.

Rows are matched by the grain of their mart. Texts, whole numbers, decimals, days and times must be
the same; floating point may differ by 1e-9 (relative to values above 1), since the order of a
summation is no engine's promise. Values that tell of the build itself are left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kizuna.home import Home

TOLERANCE = 1.5e-9
"""One number that two engines round to 9 decimals may come out one step of 1e-9 apart."""
OF_THE_BUILD = {
    "build_info": {"built_at", "git_commit", "engine"},
    "data_quality": {"freshness_hours"},
}
SHOWN = 5


@dataclass(frozen=True)
class Difference:
    """What two engines do not say alike of one mart, and the first rows of it."""

    mart: str
    what: str
    rows: list[dict[str, Any]]

    def __str__(self) -> str:
        """Tell the difference as a person reads it."""
        lines = [f"{self.mart}: {self.what}"]
        lines += [
            "  " + ", ".join(f"{name} = {value!r}" for name, value in row.items())
            for row in self.rows
        ]
        return "\n".join(lines)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _parquet(files: Path) -> str:
    quoted = str(files).replace("'", "''")
    return f"read_parquet('{quoted}')"


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    described = connection.execute(f"describe from {relation}").fetchall()
    # Spark's times have a zone, which is UTC.
    return {
        name: "TIMESTAMP" if kind == "TIMESTAMP WITH TIME ZONE" else kind
        for name, kind, *_ in described
    }


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _same(column: str, kind: str) -> str:
    one, other = f"one.{_identifier(column)}", f"other.{_identifier(column)}"
    if kind in ("DOUBLE", "FLOAT"):
        near = f"abs({one} - {other}) <= {TOLERANCE} * greatest(1, abs({one}), abs({other}))"
        return f"coalesce({near}, {one} is null and {other} is null)"
    return f"{one} is not distinct from {other}"


def compare_mart(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    grain: list[str],
    one: str,
    other: str,
) -> list[Difference]:
    """Compare two relations of one mart.

    Args:
        connection: any DuckDB, whose time zone is UTC.
        mart: its name.
        grain: columns that make its rows unique.
        one: what this DuckDB reads, such as a function that reads Parquet.
        other: the same of the other engine.

    Returns:
        At most one difference of each kind: columns, rows that only one has, values per column.
    """
    columns, others = _columns(connection, one), _columns(connection, other)
    if columns != others:
        said = sorted(set(columns.items()) ^ set(others.items()))
        return [Difference(mart, f"columns or types differ: {said}", [])]
    keys = ", ".join(_identifier(column) for column in grain)
    matched = " and ".join(
        f"one.{_identifier(column)} is not distinct from other.{_identifier(column)}"
        for column in grain
    )
    found = []
    for side, (left, right) in {"first": (one, other), "second": (other, one)}.items():
        only = f"from {left} as one anti join {right} as other on {matched}"
        ((number,),) = connection.execute(f"select count(*) {only}").fetchall()
        if number:
            shown = _rows(connection, f"select {keys} {only} order by {keys} limit {SHOWN}")
            found.append(Difference(mart, f"{number} rows stand in the {side} only", shown))
    joined = f"from {one} as one inner join {other} as other on {matched}"
    shown_keys = ", ".join(f"one.{_identifier(column)}" for column in grain)
    for column, kind in columns.items():
        if column in grain or column in OF_THE_BUILD.get(mart, set()):
            continue
        where = f"{joined} where not ({_same(column, kind)})"
        ((number,),) = connection.execute(f"select count(*) {where}").fetchall()
        if number:
            values = f"one.{_identifier(column)} as first, other.{_identifier(column)} as second"
            query = f"select {shown_keys}, {values} {where} order by {shown_keys} limit {SHOWN}"
            found.append(
                Difference(mart, f"{column} differs in {number} rows", _rows(connection, query))
            )
    return found


def compare_published_mart(home: Home, mart: str, folder: Path) -> list[Difference]:
    """Compare a mart of another engine with the published one, which counts as the first.

    Args:
        home: whose published build is compared.
        mart: its name.
        folder: of the other engine's marts, a folder of Parquet files each.
    """
    published = home.published / "current"
    manifest = json.loads((published / "manifest.json").read_text(encoding="utf-8"))
    grains = {table["name"]: table["grain"] for table in manifest["tables"]}
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        one = _parquet(published / "parquet" / f"{mart}.parquet")
        other = _parquet(folder / mart / "*.parquet")
        return compare_mart(connection, mart, grains[mart], one, other)
