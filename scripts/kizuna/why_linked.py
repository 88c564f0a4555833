"""Why an account is what it is: its records with rule and evidence, and what is undecided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from kizuna.errors import KizunaError
from kizuna.home import WAREHOUSE_NAME

SHOWN_CANDIDATES = 5


@dataclass(frozen=True)
class LinkedRecord:
    """A company record of a tool, and why it belongs to the account."""

    source: str
    source_account_id: str
    rule: str
    evidence: str | None
    confidence: float
    first_known_at: datetime
    """UTC."""
    previous_account_id: str | None
    changed_at: datetime | None
    """UTC."""


@dataclass(frozen=True)
class Undecided:
    """A record that may belong to the account, or a record of it that may belong to another."""

    source: str
    source_account_id: str
    candidate_account_id: str
    candidate_name: str
    rule: str
    evidence: str | None


@dataclass(frozen=True)
class Account:
    """An account with its records."""

    account_id: str
    account_name: str
    records: list[LinkedRecord]
    undecided: list[Undecided]


def why_linked(published: Path, wanted: str) -> Account:
    """Return the records of an account, read from the published build.

    Args:
        published: folder of the published build.
        wanted: the account's id or its beginning, `source:id` of one of its records, or its name.

    Raises:
        KizunaError: nothing is published, or the text names no account or several.
    """
    file = published / f"{WAREHOUSE_NAME}.duckdb"
    if not file.is_file():
        raise KizunaError("Nothing is published yet: run `kizuna run` first.")
    with duckdb.connect(file, read_only=True) as connection:
        connection.execute("set variable wanted = ?", [wanted])
        found = connection.execute(_sql("find_accounts")).fetchall()
        if not found:
            raise KizunaError(
                f"No account is called {wanted}: give its id, its name, or the `source:id` of a "
                "record, as in marts.account_links."
            )
        if len(found) > 1:
            some = ", ".join(
                f"{account_id} ({name})" for account_id, name in found[:SHOWN_CANDIDATES]
            )
            more = " …" if len(found) > SHOWN_CANDIDATES else ""
            raise KizunaError(f"{wanted} names {len(found)} accounts, give one id: {some}{more}")
        account_id, name = found[0]
        connection.execute("set variable account_id = ?", [account_id])
        records = connection.execute(_sql("linked_records")).fetchall()
        undecided = connection.execute(_sql("undecided_records")).fetchall()
    return Account(
        account_id,
        name,
        [LinkedRecord(*row) for row in records],
        [Undecided(*row) for row in undecided],
    )


def _sql(name: str) -> str:
    return (files("kizuna") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
