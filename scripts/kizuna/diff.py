"""What differs between two published builds: schema, rows, keys, and the sums of their figures.

Rows are matched by the mart's grain. Floating point is compared with a tolerance, since its last
digits depend on the order of a summation.
"""

from __future__ import annotations

import filecmp
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from kizuna.builds import SCHEMA, Build
from kizuna.errors import KizunaError
from kizuna.home import WAREHOUSE_NAME

OUTSIDE_THE_DATA = {
    "build_info": {"built_at", "git_commit"},
    "data_quality": {"freshness_hours"},
}
"""Columns that differ from build to build although the data is the same: clocks and versions."""
VALUE_TOLERANCE = 1e-6
"""Of one floating-point value, relative to it or to 1."""
SUM_TOLERANCE = 1e-9
NUMERIC = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?\b|FLOAT|DOUBLE|DECIMAL")
FLOATING = {"FLOAT", "DOUBLE"}
EXAMPLES = 5

Number = int | float | Decimal


@dataclass(frozen=True)
class ColumnChange:
    """A column that came, went, or has another type; None where it is not."""

    column: str
    old_type: str | None
    new_type: str | None


@dataclass(frozen=True)
class MovedMetric:
    """The sum of a numeric column; None where every value is NULL."""

    column: str
    old: Number | None
    new: Number | None
    difference: Number


@dataclass(frozen=True)
class KeyChanges:
    """Rows by the grain: in the new build alone, in the old one alone, in both and different."""

    added: int
    removed: int
    changed: int
    changed_columns: dict[str, int]
    """Of the rows in both, how many differ in each column that differs at all."""
    examples: dict[str, list[list[Any]]]
    """The first keys of each kind."""


@dataclass(frozen=True)
class MartDiff:
    """How one mart differs."""

    mart: str
    old_rows: int | None
    """None where the build has no such mart."""
    new_rows: int | None
    old_grain: list[str]
    new_grain: list[str]
    columns: list[ColumnChange] = field(default_factory=list)
    keys: KeyChanges | None = None
    """None where nothing could be matched: a mart came or went, or its grain changed."""
    metrics: list[MovedMetric] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether readers would see no difference."""
        if self.keys is None or self.columns or self.metrics:
            return False
        return not (self.keys.added or self.keys.removed or self.keys.changed)


@dataclass(frozen=True)
class BuildDiff:
    """How two builds differ, mart by mart."""

    old: str
    new: str
    old_as_of: str | None
    new_as_of: str | None
    marts: list[MartDiff]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _differs(column: str, old_type: str, new_type: str) -> str:
    """Return the SQL condition that a column of matched rows differs."""
    old, new = f"o.{_quoted(column)}", f"n.{_quoted(column)}"
    if {old_type, new_type} & FLOATING and NUMERIC.match(old_type) and NUMERIC.match(new_type):
        old, new = f"{old}::double", f"{new}::double"
        near = f"abs({old} - {new}) <= {VALUE_TOLERANCE} * greatest(abs({old}), abs({new}), 1)"
        return f"({old} is distinct from {new} and not coalesce({near}, false))"
    if old_type != new_type:
        old, new = f"{old}::varchar", f"{new}::varchar"
    return f"({old} is distinct from {new})"


def _same(column: str, old_type: str, new_type: str) -> str:
    """Return the SQL condition by which a key column matches."""
    cast = "" if old_type == new_type else "::varchar"
    return f"o.{_quoted(column)}{cast} is not distinct from n.{_quoted(column)}{cast}"


class _Comparison:
    """One mart of two builds that are attached as `old` and `new`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        old: dict[str, Any],
        new: dict[str, Any],
        examples: int,
    ) -> None:
        self.connection, self.examples = connection, examples
        self.mart: str = old["name"]
        self.grain: list[str] = new["grain"]
        self.old = {column["name"]: column["type"] for column in old["columns"]}
        self.new = {column["name"]: column["type"] for column in new["columns"]}
        outside = OUTSIDE_THE_DATA.get(self.mart, set())
        self.values = [
            name
            for name in self.new
            if name in self.old and name not in outside and name not in self.grain
        ]

    def column_changes(self) -> list[ColumnChange]:
        names = [*self.old, *(name for name in self.new if name not in self.old)]
        return [
            ColumnChange(name, self.old.get(name), self.new.get(name))
            for name in names
            if self.old.get(name) != self.new.get(name)
        ]

    def keys(self) -> KeyChanges:
        matches = " and ".join(_same(name, self.old[name], self.new[name]) for name in self.grain)
        differ = {name: _differs(name, self.old[name], self.new[name]) for name in self.values}
        kinds = {
            "added": "o.is_there is null",
            "removed": "n.is_there is null",
            "changed": f"o.is_there and n.is_there and ({' or '.join(differ.values()) or 'false'})",
        }
        joined = (
            f"(select true as is_there, * from old.{SCHEMA}.{_quoted(self.mart)}) as o full join "  # noqa: S608 - names of the manifests
            f"(select true as is_there, * from new.{SCHEMA}.{_quoted(self.mart)}) as n on {matches}"
        )
        both = [f"o.is_there and n.is_there and {condition}" for condition in differ.values()]
        counted = ", ".join(
            f"count(*) filter (where {condition})" for condition in [*kinds.values(), *both]
        )
        row = self.connection.execute(f"select {counted} from {joined}").fetchall()[0]  # noqa: S608 - as above
        (added, removed, changed), by_column = row[:3], row[3:]
        found: dict[str, list[list[Any]]] = {}
        for kind, count in zip(kinds, (added, removed, changed), strict=True):
            side = "o" if kind == "removed" else "n"
            key = ", ".join(f"{side}.{_quoted(name)}" for name in self.grain)
            if count and self.examples:
                rows = self.connection.execute(
                    f"select {key} from {joined} where {kinds[kind]} order by {key} "  # noqa: S608 - as above
                    f"limit {self.examples}"
                ).fetchall()
                found[kind] = [list(one) for one in rows]
        columns = {name: count for name, count in zip(differ, by_column, strict=True) if count}
        return KeyChanges(added, removed, changed, columns, found)

    def moved_metrics(self) -> list[MovedMetric]:
        names = [
            name
            for name in self.values
            if NUMERIC.match(self.old[name]) and NUMERIC.match(self.new[name])
        ]
        if not names:
            return []
        sums = ", ".join(f"sum({_quoted(name)})" for name in names)
        old, new = (
            self.connection.execute(
                f"select {sums} from {build}.{SCHEMA}.{_quoted(self.mart)}"  # noqa: S608 - as above
            ).fetchall()[0]
            for build in ("old", "new")
        )
        metrics = [_moved(*one) for one in zip(names, old, new, strict=True)]
        return [metric for metric in metrics if metric is not None]


def _moved(column: str, old: Number | None, new: Number | None) -> MovedMetric | None:
    if old == new:
        return None
    before, after = old or 0, new or 0
    if isinstance(before, float) or isinstance(after, float):
        before, after = float(before), float(after)
        largest = max(abs(before), abs(after), 1.0)
        if None not in (old, new) and abs(after - before) <= SUM_TOLERANCE * largest:
            return None
        return MovedMetric(column, old, new, after - before)
    return MovedMetric(column, old, new, after - before)


def _diff_mart(
    connection: duckdb.DuckDBPyConnection,
    builds: tuple[Build, Build],
    old: dict[str, Any],
    new: dict[str, Any],
    examples: int,
) -> MartDiff:
    told = (old["name"], old["rows"], new["rows"], old["grain"], new["grain"])
    if old["columns"] == new["columns"] and old["grain"] == new["grain"]:
        before, after = (build.folder / "parquet" / f"{old['name']}.parquet" for build in builds)
        is_same = before.is_file() and after.is_file()
        if is_same and filecmp.cmp(before, after, shallow=False):
            return MartDiff(*told, keys=KeyChanges(0, 0, 0, {}, {}))
    comparison = _Comparison(connection, old, new, examples)
    keys = None
    if set(old["grain"]) == set(new["grain"]):
        keys = comparison.keys()
    return MartDiff(
        *told,
        columns=comparison.column_changes(),
        keys=keys,
        metrics=comparison.moved_metrics(),
    )


def diff_builds(old: Build, new: Build, examples: int = EXAMPLES) -> BuildDiff:
    """Compare two builds.

    Args:
        old: the build that counts as before.
        new: the build that counts as after.
        examples: how many keys of each kind to name.

    Raises:
        KizunaError: one of them does not open.
    """
    if old.build_id == new.build_id:
        raise KizunaError(f"{old.build_id} is one build: name two.")
    old_tables, new_tables = (
        {table["name"]: table for table in build.manifest["tables"]} for build in (old, new)
    )
    marts = []
    try:
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            for name, build in (("old", old), ("new", new)):
                file = str(build.folder / f"{WAREHOUSE_NAME}.duckdb").replace("'", "''")
                connection.execute(f"attach '{file}' as {name} (read_only)")
            for mart in sorted({*old_tables, *new_tables}):
                before, after = old_tables.get(mart), new_tables.get(mart)
                if before is not None and after is not None:
                    marts.append(_diff_mart(connection, (old, new), before, after, examples))
                else:
                    marts.append(_only_one(mart, before, after))
    except duckdb.Error as error:
        raise KizunaError(
            f"{old.build_id} and {new.build_id} cannot be compared: {str(error).splitlines()[0]}"
        ) from error
    return BuildDiff(
        old.build_id,
        new.build_id,
        old.manifest.get("as_of_date"),
        new.manifest.get("as_of_date"),
        marts,
    )


def _only_one(mart: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> MartDiff:
    """Describe a mart that only one build has."""
    return MartDiff(
        mart,
        old["rows"] if old else None,
        new["rows"] if new else None,
        old["grain"] if old else [],
        new["grain"] if new else [],
    )
