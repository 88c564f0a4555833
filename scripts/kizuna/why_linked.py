"""Why an account is what it is: its records with rule and evidence, and what is undecided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kizuna.find_account import find_account, open_published, read_sql


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
    with open_published(published) as connection:
        account_id, name = find_account(connection, wanted)
        records = connection.execute(read_sql("linked_records")).fetchall()
        undecided = connection.execute(read_sql("undecided_records")).fetchall()
    return Account(
        account_id,
        name,
        [LinkedRecord(*row) for row in records],
        [Undecided(*row) for row in undecided],
    )
