"""What an account's score is made of, why it moved, and what to do next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from kizuna.errors import KizunaError
from kizuna.find_account import find_account, open_published, read_sql


@dataclass(frozen=True)
class Score:
    """The score of an account on a stored date. Scores are 0 to 100; None: nothing is known."""

    as_of_date: date
    engagement_score: float | None
    depth_score: float | None
    breadth_score: float | None
    recency_score: float | None
    rank: str | None
    status: str
    trend_28d: float | None
    trend_z: float | None
    reciprocity_90d: float | None
    negative_points: float | None
    model_version: str


@dataclass(frozen=True)
class LedgerRow:
    """A part of the score."""

    component: str
    event_type: str
    occurred_at: datetime
    """UTC."""
    points: float
    contact_id: str
    role: str
    event_id: str


@dataclass(frozen=True)
class Change:
    """A reason why the score moved in 28 days."""

    reason: str
    points: float
    from_date: date


@dataclass(frozen=True)
class Approach:
    """What to do next. Dates are local days."""

    reason_code: str
    reason: str
    reason_en: str
    due_date: date
    channel: str | None
    contact_id: str | None
    role: str | None
    is_suppressed: bool
    approach_colour: str
    last_contact_date: date | None
    open_questions: int
    evidence_event_ids: list[str]


@dataclass(frozen=True)
class Explanation:
    """An account and its score. Ledger, changes and next approach exist for the present only."""

    account_id: str
    account_name: str
    wanted_date: date
    score: Score
    is_exact: bool
    """Whether the score is that of the wanted date, not of the last stored date before."""
    is_present: bool
    ledger: list[LedgerRow]
    """The ten largest rows."""
    ledger_rows: int
    """How many rows there are."""
    changes: list[Change]
    approach: Approach | None


def explain(published: Path, wanted: str, wanted_date: date | None = None) -> Explanation:
    """Return what the published build says of an account's score.

    Args:
        published: folder of the published build.
        wanted: the account's id or its beginning, `source:id` of one of its records, or its name.
        wanted_date: a past local day; scores are stored at week and month ends, so that a day in
            between gives the last stored date before. None: the build's as-of day.

    Raises:
        KizunaError: nothing is published, the text names no account or several, or no score is
            stored for that day.
    """
    with open_published(published) as connection:
        account_id, name = find_account(connection, wanted)
        try:
            return _explanation(connection, account_id, name, wanted_date)
        except duckdb.CatalogException as error:
            raise KizunaError(
                "The published build has no scores, it is older than this version: run "
                "`kizuna run`."
            ) from error


def _explanation(
    connection: duckdb.DuckDBPyConnection, account_id: str, name: str, wanted_date: date | None
) -> Explanation:
    dates = connection.execute(read_sql("score_dates")).fetchone()
    assert dates is not None
    as_of_date, first_date = dates
    if wanted_date is not None and wanted_date > as_of_date:
        raise KizunaError(f"The published build ends with {as_of_date}: give no later date.")
    day = wanted_date or as_of_date
    connection.execute("set variable wanted_date = cast(? as date)", [day])
    row = connection.execute(read_sql("score_at")).fetchone()
    if row is None:
        since = f"its history begins on {first_date}" if first_date else "it has no history"
        raise KizunaError(f"No score of {name} is stored for {day}: {since}.")
    score = Score(*row)
    is_present = day == as_of_date
    ledger: list[tuple[Any, ...]] = []
    changes: list[tuple[Any, ...]] = []
    approach = None
    if is_present:
        ledger = connection.execute(read_sql("largest_ledger_rows")).fetchall()
        changes = connection.execute(read_sql("score_changes")).fetchall()
        approach = connection.execute(read_sql("next_approach_of")).fetchone()
    return Explanation(
        account_id,
        name,
        day,
        score,
        score.as_of_date == day,
        is_present,
        [LedgerRow(*one[:-1]) for one in ledger],
        ledger[0][-1] if ledger else 0,
        [Change(*one) for one in changes],
        Approach(*(*approach[:-1], json.loads(approach[-1]))) if approach else None,
    )
