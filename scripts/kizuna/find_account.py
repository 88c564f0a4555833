"""The published file, and the one account that somebody means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from kizuna.errors import KizunaError
from kizuna.home import WAREHOUSE_NAME

SHOWN_CANDIDATES = 5


@contextmanager
def open_published(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published build for reading.

    Raises:
        KizunaError: nothing is published.
    """
    file = published / f"{WAREHOUSE_NAME}.duckdb"
    if not file.is_file():
        raise KizunaError("Nothing is published yet: run `kizuna run` first.")
    with duckdb.connect(file, read_only=True) as connection:
        yield connection


def find_account(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """Return id and name of the account that a text names, and set the variable `account_id`.

    Args:
        connection: the published build.
        wanted: the account's id or its beginning, `source:id` of one of its records, or its name.

    Raises:
        KizunaError: the text names no account or several.
    """
    connection.execute("set variable wanted = ?", [wanted])
    found = connection.execute(read_sql("find_accounts")).fetchall()
    if not found:
        raise KizunaError(
            f"No account is called {wanted}: give its id, its name, or the `source:id` of a "
            "record, as in marts.account_links."
        )
    if len(found) > 1:
        some = ", ".join(
            f"{account_id} ({name}, {domain or 'no domain'}, {lifecycle})"
            for account_id, name, domain, lifecycle in found[:SHOWN_CANDIDATES]
        )
        more = " …" if len(found) > SHOWN_CANDIDATES else ""
        raise KizunaError(f"{wanted} names {len(found)} accounts, give one id: {some}{more}")
    account_id, name, *_ = found[0]
    connection.execute("set variable account_id = ?", [account_id])
    return account_id, name


def read_sql(name: str) -> str:
    """Return the text of a query of this package."""
    return (files("kizuna") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
