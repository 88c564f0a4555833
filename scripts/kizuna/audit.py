"""What is checked of a new build beside its tests: whether its readers would be surprised.

A build is compared with the one that readers open now: what both say of their marts, columns, rows
and unlinked events stands in their manifests. The first build of a home has nothing to surprise
anybody with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from kizuna.errors import ExitCode, KizunaError

ALL = "all"
FEWEST_EVENTS = 100
"""A share of fewer events tells nothing."""
SECONDS_PER_DAY = 86_400

Manifest = dict[str, Any]


class Limits(BaseModel):
    """The variable `publish_limits` of dbt_project.yml; what it leaves out is as here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shrinking: float = Field(default=0.15, ge=0, le=1)
    """A mart may lose this share of its rows."""
    unlinked_rise_warns: float = Field(default=0.05, ge=0, le=1)
    """By how much a source's share of events without an account may rise."""
    unlinked_rise_stops: float = Field(default=0.2, ge=0, le=1)
    """By how much that of all events may rise."""
    unlinked_share: float | None = Field(default=None, ge=0, le=1)
    """The largest share of events without an account, whatever it was before; None: any."""
    days_behind: dict[str, float] = {"default": 45}
    """By source, how much older its newest load may be than the newest of all."""


@dataclass(frozen=True)
class Overrides:
    """What somebody has looked at and accepts."""

    breaking: bool = False
    shrinking: frozenset[str] = frozenset()
    """Names of marts; `all` means every one."""
    unlinked: bool = False


@dataclass(frozen=True)
class Finding:
    """Something that readers should know of, or that keeps the build from them."""

    check: str
    message: str
    stops: bool


@dataclass(frozen=True)
class Audited:
    """What the audit found, in the order in which it is told."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def remarks(self) -> list[str]:
        """What does not stop the build."""
        return [finding.message for finding in self.findings if not finding.stops]

    def check(self) -> None:
        """Let the build pass, or not.

        Raises:
            KizunaError: something stops it; everything that does is named, with the way out.
        """
        stopping = [finding for finding in self.findings if finding.stops]
        if not stopping:
            return
        ways = {finding.check: WAYS_OUT[finding.check] for finding in stopping}
        lines = [f"  - {finding.message}" for finding in stopping]
        raise KizunaError(
            "\n".join(
                [
                    "The new build is not published, for its readers would be surprised:",
                    *lines,
                    *ways.values(),
                ]
            ),
            ExitCode.FAILED_CHECK,
        )


WAYS_OUT = {
    "contract": (
        "Keep the old shape and publish the new one beside it as a model version "
        "(docs/publishing.md), or, if nobody reads what changed, say --accept-breaking."
    ),
    "shrinking": (
        "If the rows are rightly gone, say --accept-shrinking MART (or all); "
        "else see what was not loaded: `kizuna status`."
    ),
    "unlinked": (
        "See account_link_ambiguities and what was loaded last; "
        "if it is right so, say --accept-unlinked."
    ),
}


def broken_contracts(old: Manifest, new: Manifest) -> list[str]:
    """Name every mart or column that vanished, every type and every grain that changed."""
    found = []
    new_tables = {table["name"]: table for table in new["tables"]}
    for table in old["tables"]:
        mart = table["name"]
        if mart not in new_tables:
            found.append(f"{mart} is gone")
            continue
        types = {column["name"]: column["type"] for column in new_tables[mart]["columns"]}
        for column in table["columns"]:
            name, was = column["name"], column["type"]
            if name not in types:
                found.append(f"{mart}.{name} is gone")
            elif types[name] != was:
                found.append(f"{mart}.{name} was {was} and is {types[name]}")
        if set(table["grain"]) != set(new_tables[mart]["grain"]):
            was, now = (", ".join(one["grain"]) for one in (table, new_tables[mart]))
            found.append(f"{mart} had one row per {was} and has one per {now}")
    return found


def _is_of_the_past(old: Manifest, new: Manifest) -> bool:
    """Tell whether a build is as of an earlier day because it was asked for.

    Where data went missing, the as-of day goes back with the day on which the data ends.
    """
    days = (new.get("as_of_date"), new.get("data_through"), old.get("as_of_date"))
    if not all(isinstance(day, str) for day in days):
        return False
    as_of, *others = map(str, days)
    return as_of < min(others)


def shrunk_marts(
    old: Manifest, new: Manifest, limit: float, may_shrink: Iterable[str] = ()
) -> dict[str, str]:
    """Say of each mart that lost more than a share of its rows how many it had and has."""
    if _is_of_the_past(old, new):
        return {}
    spared = set(may_shrink)
    rows = {table["name"]: table["rows"] for table in new["tables"]}
    return {
        table["name"]: f"{table['name']} had {table['rows']:,} rows and has "
        f"{rows[table['name']]:,} ({rows[table['name']] / table['rows'] - 1:+.1%})"
        for table in old["tables"]
        if table["name"] in rows
        and table["name"] not in spared
        # Not 1 - limit: 1 - 0.15 is a little less than 85 hundredths.
        and table["rows"] - rows[table["name"]] > limit * table["rows"]
    }


def events_by_source(connection: duckdb.DuckDBPyConnection, events: str) -> dict[str, list[int]]:
    """Count each source's events, and those among them that belong to no account."""
    rows = connection.execute(
        f"select source, count(*), count(*) - count(account_id) from {events} "  # noqa: S608 - a mart
        "group by source order by source"
    ).fetchall()
    return {source: [counted, unlinked] for source, counted, unlinked in rows}


def _share(counts: Iterable[list[int]]) -> tuple[float, int]:
    """Return the share of unlinked events, and how many events there are."""
    pairs = list(counts)
    events = sum(pair[0] for pair in pairs)
    return (sum(pair[1] for pair in pairs) / events if events else 0.0), events


def unlinked_events(old: Manifest | None, new: Manifest, limits: Limits) -> list[Finding]:
    """Find out whether more events than before belong to nobody."""
    now: dict[str, list[int]] = new.get("events_by_source") or {}
    before: dict[str, list[int]] = (old or {}).get("events_by_source") or {}
    share, events = _share(now.values())
    found = []
    if limits.unlinked_share is not None and events and share > limits.unlinked_share:
        said = f"{share:.1%} of all events have no account, over {limits.unlinked_share:.1%}"
        found.append(Finding("unlinked", said, stops=True))
    was, events_before = _share(before.values())
    if min(events, events_before) >= FEWEST_EVENTS and share - was > limits.unlinked_rise_stops:
        said = f"{share:.1%} of all events have no account, {was:.1%} before"
        found.append(Finding("unlinked", said, stops=True))
    for source in sorted(now.keys() & before.keys()):
        (share, events), (was, events_before) = _share([now[source]]), _share([before[source]])
        rise = share - was
        if min(events, events_before) >= FEWEST_EVENTS and rise > limits.unlinked_rise_warns:
            said = f"{share:.1%} of the events of {source} have no account, {was:.1%} before"
            found.append(Finding("unlinked", said, stops=False))
    return found


def stale_sources(newest: dict[str, datetime], limits: Limits) -> list[str]:
    """Name the sources whose newest load is far behind the newest of all."""
    found = []
    last = max(newest.values(), default=None)
    for source, loaded_at in sorted(newest.items()):
        allowed = limits.days_behind.get(source, limits.days_behind.get("default"))
        behind = (last - loaded_at).total_seconds() / SECONDS_PER_DAY if last else 0.0
        if allowed is not None and behind > allowed:
            found.append(
                f"{source} was last loaded on {loaded_at:%Y-%m-%d}, "
                f"{behind:,.0f} days before the newest load"
            )
    return found


def audit(
    old: Manifest | None,
    new: Manifest,
    newest_loads: dict[str, datetime],
    limits: Limits,
    overrides: Overrides,
    may_shrink: Iterable[str] = (),
) -> Audited:
    """Compare a new build with the one that readers open.

    Args:
        old: the manifest of the current build; None if there is none.
        new: the manifest of the build that is to be published.
        newest_loads: by source, when something was last loaded (UTC).
        limits: how far things may go.
        overrides: what is accepted; it is told, and stops nothing.
        may_shrink: marts that are right to lose rows.

    Raises:
        KizunaError: an override names no mart.
    """
    names = {table["name"] for table in new["tables"]}
    if unknown := sorted(overrides.shrinking - names - {ALL}):
        raise KizunaError(f"--accept-shrinking {unknown[0]} names no mart.")
    found = []
    if old is not None:
        found += [
            Finding("contract", said, stops=not overrides.breaking)
            for said in broken_contracts(old, new)
        ]
        found += [
            Finding("shrinking", said, stops=not overrides.shrinking & {mart, ALL})
            for mart, said in shrunk_marts(old, new, limits.shrinking, may_shrink).items()
        ]
        if _is_of_the_past(old, new):
            said = (
                f"as of {new['as_of_date']}, before the current build's {old['as_of_date']}: "
                "whether marts shrank was not checked"
            )
            found.append(Finding("shrinking", said, stops=False))
    found += [
        Finding(one.check, one.message, stops=one.stops and not overrides.unlinked)
        for one in unlinked_events(old, new, limits)
    ]
    found += [
        Finding("freshness", said, stops=False) for said in stale_sources(newest_loads, limits)
    ]
    return Audited(found)
