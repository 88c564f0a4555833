"""Many projections on top of each other as one query.

Every `select` of a DuckDB relation plans all of it again; with eight steps a file of thirty rows
takes a quarter of a second. Here the steps are put together as text first, and planned once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb
from duckdb import Expression

from kizuna.load.content import quoted

CELLS = "kz_cells"


@dataclass(frozen=True)
class Steps:
    """Steps over the rows of a relation, each over the columns of the step before."""

    sql: str = f"from {CELLS}"

    def adding(self, columns: Mapping[str, Expression]) -> Steps:
        """Add columns to those that are there."""
        listed = ", ".join(f"{value} as {quoted(name)}" for name, value in columns.items())
        return Steps(f"select *, {listed} from ({self.sql})")  # noqa: S608 - of expressions

    def keeping(self, columns: Mapping[str, Expression]) -> Steps:
        """Keep these columns alone."""
        listed = ", ".join(f"{value} as {quoted(name)}" for name, value in columns.items())
        return Steps(f"select {listed} from ({self.sql})")  # noqa: S608 - of expressions

    def where(self, condition: Expression) -> Steps:
        """Keep the rows that fulfil a condition."""
        return Steps(f"select * from ({self.sql}) where {condition}")  # noqa: S608 - of expressions


@dataclass(frozen=True)
class Query:
    """Steps over the rows of a relation, for one statement.

    The relation is planned as it is, and its steps with the statement: a relation of DuckDB would
    plan them once more.
    """

    rows: duckdb.DuckDBPyRelation
    steps: Steps

    def keeping(self, columns: Mapping[str, Expression]) -> Query:
        """Keep these columns alone."""
        return Query(self.rows, self.steps.keeping(columns))

    @contextmanager
    def as_sql(self, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
        """Give the text of the query, which is valid while this lasts."""
        self.rows.create_view(CELLS)
        try:
            yield self.steps.sql
        finally:
            # A transaction that has failed takes its view with it.
            with suppress(duckdb.Error):
                connection.execute(f"drop view {CELLS}")
