"""What the report shows, read from the published file like any reader would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from kizuna.errors import KizunaError
from kizuna.find_account import open_published

SHOWN_ACCOUNTS = 1000
"""Accounts in the table, those with most MRR first: a page of many more would be slow on a phone.
As many that are to be called today stand in it besides."""
HIDDEN_SCORES = {
    *("nps", "ci_low", "ci_high", "change", "change_is_detectable"),
    *("csat", "csat_low", "csat_high", "mean_score"),
    *("correlation", "correlation_low", "correlation_high"),
}
"""What is not shown of a row with too few answers; the counts are."""
DETAILS = ("ledger", "changes", "history")
"""Tables that are shown account by account."""
TABLES = (
    "namesakes",
    "calls",
    "mrr_months",
    "other_currencies",
    "retention",
    "mrr_moves",
    "engaged",
    "score_reasons",
    "score_moves",
    "ranks",
    "rank_flow",
    "channel_months",
    "funnels",
    "cohorts",
    "survival",
    "reconciliation",
    "reconciliation_reasons",
    "renewals",
    "nps",
    "nps_segments",
    "nps_weightings",
    "nps_distribution",
    "nps_coverage",
    "nps_drivers",
    "csat",
    "matrix",
    "quadrants",
    "mail_months",
    "campaigns",
    "webinars",
    "sns",
    "web",
    "accounts",
    "weights",
    "ledger",
    "changes",
    "history",
    "quality",
    "identity",
)


@dataclass(frozen=True)
class Dataset:
    """One table of the report. Values are text, numbers, flags or None; days are ISO text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give the rows as name and value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def where(self, **wanted: object) -> Dataset:
        """Return the rows that have these values."""
        places = [(self.columns.index(name), value) for name, value in wanted.items()]
        rows = tuple(row for row in self.rows if all(row[at] == value for at, value in places))
        return Dataset(self.name, self.columns, rows)

    def last(self) -> dict[str, Any]:
        """Return the last row; without any, the columns without values."""
        row = self.rows[-1] if self.rows else (None,) * len(self.columns)
        return dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True)
class Report:
    """The figures of one published build."""

    as_of: date
    """The local day that the figures are of."""
    data_through: date
    built_at: datetime
    """UTC."""
    git_commit: str
    model_version: str
    currency: str | None
    """The reporting currency; None without revenue."""
    all_accounts: int
    tables: Mapping[str, Dataset]

    def __getitem__(self, name: str) -> Dataset:
        """Return a table by its name."""
        return self.tables[name]

    @property
    def distinctions(self) -> dict[str, str]:
        """What tells accounts of one name apart, by id."""
        return dict(self.tables["namesakes"].rows)


def read_report(published: Path, shown_accounts: int = SHOWN_ACCOUNTS) -> Report:
    """Read every figure of the report from a published build.

    Args:
        published: folder of the published build.
        shown_accounts: how many accounts with most MRR, and how many to call today, the table has.

    Raises:
        KizunaError: nothing is published, or by a version without these marts.
    """
    with open_published(published) as connection:
        try:
            return _read(connection, shown_accounts)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise KizunaError(
                "The published build is older than this version and lacks marts of the report: "
                "run `kizuna run`."
            ) from error


def _read(connection: duckdb.DuckDBPyConnection, shown_accounts: int) -> Report:
    build = connection.execute(_sql("build")).fetchone()
    assert build is not None
    connection.execute("set variable as_of = cast(? as date)", [build[0]])
    found = connection.execute(_sql("currency")).fetchone()
    currency = found[0] if found else None
    connection.execute("set variable currency = cast(? as varchar)", [currency])
    counted = connection.execute(_sql("count_accounts")).fetchone()
    assert counted is not None
    tables = {name: _dataset(connection, name, shown_accounts) for name in TABLES}
    shown = {row["account_id"] for row in tables["accounts"]}
    for name in DETAILS:
        rows = tuple(row for row in tables[name].rows if row[0] in shown)
        tables[name] = Dataset(name, tables[name].columns, rows)
    as_of, data_through, built_at, git_commit, model_version = build
    return Report(
        as_of=as_of,
        data_through=data_through,
        built_at=built_at,
        git_commit=git_commit,
        model_version=model_version,
        currency=currency,
        all_accounts=counted[0],
        tables=tables,
    )


def _dataset(connection: duckdb.DuckDBPyConnection, name: str, limit: int) -> Dataset:
    sql = _sql(name)
    result = connection.execute(sql, {"accounts": limit} if "$accounts" in sql else None)
    columns = tuple(column[0] for column in result.description)
    rows = tuple(tuple(map(_plain, row)) for row in result.fetchall())
    return Dataset(name, columns, tuple(_without_hidden(columns, row) for row in rows))


def _without_hidden(columns: tuple[str, ...], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Take the scores out of a row that its mart calls hidden."""
    if "is_hidden" not in columns or not row[columns.index("is_hidden")]:
        return row
    return tuple(
        None if name in HIDDEN_SCORES else value for name, value in zip(columns, row, strict=True)
    )


def _plain(value: Any) -> Any:
    """Return a value as JSON has it. Money of 18 digits at most keeps its two decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _sql(name: str) -> str:
    return (files("kizuna.report") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
