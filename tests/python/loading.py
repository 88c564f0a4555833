"""Loading inside the test process: a home with its connection, and what stands in it afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from conftest import FULL, PROJECT
from kizuna.home import Home, Project
from kizuna.load import ledger
from kizuna.load.loader import FileLoad, Loader, Options


def times_when_full(few: int, factor: int = 10) -> int:
    """Return how many examples a test takes."""
    return few * factor if FULL else few


@dataclass
class Desk:
    """A home that is loaded into without a process of its own for every file."""

    home: Home
    connection: duckdb.DuckDBPyConnection
    loader: Loader

    def load(self, path: Path, options: Options | None = None) -> FileLoad:
        self.loader.options = options or Options()
        (result,) = self.loader.load([path])
        return result

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def records(self, sql: str) -> list[dict[str, Any]]:
        result = self.connection.execute(sql)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def landed(self) -> list[Path]:
        """Return everything that lies in landing, hidden files too, except the ledger."""
        return sorted(
            path
            for path in self.home.landing.rglob("*")
            if (path.is_symlink() or not path.is_dir()) and path != self.home.loads_log
        )

    def left_in_tmp(self) -> list[Path]:
        return [path for path in self.home.scratch.rglob("*") if not path.is_dir()]

    def raw_tables(self) -> list[str]:
        return [
            name
            for (name,) in self.query(
                "select schema_name || '.' || table_name from duckdb_tables() "
                "where schema_name like 'raw\\_%' escape '\\' and schema_name <> 'raw_reference'"
            )
        ]

    def forget(self) -> None:
        """Make the home as if nothing had ever been loaded."""
        for table in [*self.raw_tables(), "ops.loads", "ops.rejected_rows"]:
            self.connection.execute(f"delete from {table}")
        self.loader.known.clear()
        self.loader.log.clear()
        shutil.rmtree(self.home.landing, ignore_errors=True)


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    home = Home(folder)
    with ledger.connect(home.warehouse, home.scratch) as connection:
        yield Desk(home, connection, Loader(Project(PROJECT), home, connection))
