"""What was loaded, from where, and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.contracts import Source
from kizuna.load.ledger import LoadRecord

SECONDS_PER_HOUR = 3600


@dataclass(frozen=True)
class TableStatus:
    """One raw table, or one mapping that fills it."""

    table: str
    files: int
    rows_loaded: int
    rows_rejected: int
    last_loaded_at: datetime
    """UTC."""
    hours_since: float
    stale_after_hours: float | None
    """When its contract calls it stale; None where the contract does not say."""

    @property
    def freshness(self) -> str:
        """One word: fresh, stale, or unknown where the contract names no time."""
        if self.stale_after_hours is None:
            return "unknown"
        return "stale" if self.hours_since > self.stale_after_hours else "fresh"


def table_status(
    records: list[LoadRecord], sources: dict[str, Source], now: datetime
) -> list[TableStatus]:
    """Summarise the load ledger by table and mapping.

    Args:
        records: the ledger.
        sources: the contracts, which say when a table is stale.
        now: the time to count from, UTC without a zone.
    """
    tables: dict[str, list[LoadRecord]] = {}
    for record in records:
        name = f"{record.source}.{record.table_name}"
        label = f"{name} (mapping {record.mapping})" if record.mapping else name
        tables.setdefault(label, []).append(record)
    found = []
    for label, loads in sorted(tables.items()):
        source = sources.get(loads[0].source)
        limit: timedelta | None = source.warn_after if source else None
        last = max(load.loaded_at for load in loads)
        found.append(
            TableStatus(
                table=label,
                files=len(loads),
                rows_loaded=sum(load.rows_loaded for load in loads),
                rows_rejected=sum(load.rows_rejected for load in loads),
                last_loaded_at=last,
                hours_since=round((now - last).total_seconds() / SECONDS_PER_HOUR, 1),
                stale_after_hours=limit.total_seconds() / SECONDS_PER_HOUR if limit else None,
            )
        )
    return found
