"""Generate the demo company with SQL and write it in the file formats of the tools it uses."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import isqrt
from pathlib import Path

import duckdb

from kizuna.demo.channels import CHANNEL_EXPORTS, CHANNEL_SCRIPTS
from kizuna.demo.write_form import Export, write_export, write_truth
from kizuna.errors import KizunaError

DEFAULT_SEED = 20260331
DEFAULT_EVENTS = 60_000
MOST_EVENTS = 60_000_000

SCRIPTS = (
    "random",
    "words",
    "calendar",
    "companies",
    "people",
    *CHANNEL_SCRIPTS,
    "crm_records",
    "contracts",
    "crm_sales",
    "surveys",
    "crm_activities",
    "crm_files",
    "billing",
    "tickets",
    "activities",
    "truth",
)
"""In order: each reads the tables of those before it."""

EXPORTS = (
    *CHANNEL_EXPORTS,
    Export("salesforce__user", quotes_all=True, camel_case=True),
    Export("salesforce__account", quotes_all=True, camel_case=True),
    Export("salesforce__contact", quotes_all=True, camel_case=True),
    Export("salesforce__lead", quotes_all=True, camel_case=True),
    Export("salesforce__opportunity", quotes_all=True, camel_case=True),
    Export("salesforce__opportunity_history", quotes_all=True, camel_case=True),
    Export("salesforce__campaign", quotes_all=True, camel_case=True),
    Export("salesforce__campaign_member", quotes_all=True, camel_case=True),
    Export("salesforce__task", quotes_all=True, camel_case=True),
    Export("salesforce__event", quotes_all=True, camel_case=True),
    Export("hubspot__owner"),
    Export("hubspot__company"),
    Export("hubspot__contact"),
    Export("hubspot__deal"),
    Export("hubspot__deal_company"),
    Export("hubspot__deal_stage"),
    Export("hubspot__deal_pipeline_stage"),
    Export("hubspot__engagement"),
    Export("hubspot__engagement_call"),
    Export("hubspot__engagement_email"),
    Export("hubspot__engagement_meeting"),
    Export("hubspot__engagement_contact"),
    Export("hubspot__form"),
    Export("hubspot__contact_form_submission"),
    Export("stripe__customer"),
    Export("stripe__product"),
    Export("stripe__price"),
    Export("stripe__subscription"),
    Export("stripe__subscription_item"),
    Export("stripe__invoice"),
    Export("zendesk__organizations"),
    Export("zendesk__users"),
    Export("zendesk__tickets"),
    Export("zendesk__satisfaction_ratings"),
    Export("generic__survey_responses"),
    Export("generic__activities"),
    Export("form_nps__answers", encoding="cp932", line_end="\r\n"),
    Export("form_nps__invitations", encoding="cp932", line_end="\r\n"),
)
SAME_FILE = "salesforce/event/event_20240630.csv"
"""Exported twice: its copy has another name and the same bytes."""

SOURCES = tuple(sorted({export.source for export in EXPORTS}))


@dataclass(frozen=True)
class DemoFiles:
    """What a demo has written.

    Attributes:
        landing: exports, sorted.
        truth: Parquet files of what is true of the company, sorted.
    """

    landing: list[Path]
    truth: list[Path]


def company_count(events: int) -> int:
    """Return how many companies there are: with 160 times the events, 46 times as many."""
    # scale ** 0.75, in whole numbers of which 10,000 are one
    scale = events * 10_000 // DEFAULT_EVENTS
    root = isqrt(scale * 10_000)
    return max(100, min(40_000, 200 * root * isqrt(root * 10_000) // 100_000_000))


def _check(events: int, signal: float, sources: Sequence[str]) -> frozenset[str]:
    if not 1 <= events <= MOST_EVENTS:
        raise KizunaError(f"--events is a number from 1 to {MOST_EVENTS:,}, not {events}.")
    if not 0 <= signal <= 1:
        raise KizunaError(f"--signal is a number from 0 to 1, not {signal}.")
    unknown = sorted(set(sources) - set(SOURCES))
    if unknown:
        raise KizunaError(
            f"The demo has no source {', '.join(unknown)}: its sources are {', '.join(SOURCES)}."
        )
    return frozenset(sources or SOURCES)


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute("select table_name from duckdb_tables()").fetchall()
    return {str(name) for (name,) in found}


def prepare(
    connection: duckdb.DuckDBPyConnection,
    *,
    seed: int = DEFAULT_SEED,
    events: int = DEFAULT_EVENTS,
    signal: float = 1.0,
    scratch: Path,
) -> None:
    """Set what the scripts read; scratch takes what does not fit into memory."""
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set memory_limit = '6GB'")
    connection.execute("set temp_directory = ?", [str(scratch)])
    for name, value in {
        "seed": seed,
        "events": events,
        "signal": float(signal),
        "scale": events / DEFAULT_EVENTS,
        "company_count": company_count(events),
    }.items():
        connection.execute(f"set variable {name} = ?", [value])


def run_script(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one of the scripts; those before it must have run."""
    connection.execute((files("kizuna.demo") / f"{name}.sql").read_text(encoding="utf-8"))


def _note_files(
    connection: duckdb.DuckDBPyConnection, landing: Path, written: dict[Path, int]
) -> None:
    """Write one file a second time, and make the table of all files for the truth."""
    original = landing / SAME_FILE
    if original in written:
        copy = original.with_name(f"{original.stem} (1){original.suffix}")
        shutil.copyfile(original, copy)
        written[copy] = written[original]
    connection.execute("create table written (file varchar, row_count bigint)")
    rows = [(path.relative_to(landing).as_posix(), count) for path, count in written.items()]
    connection.executemany("insert into written values (?, ?)", sorted(rows))


def write_demo(
    landing: Path,
    truth: Path,
    *,
    seed: int = DEFAULT_SEED,
    events: int = DEFAULT_EVENTS,
    signal: float = 1.0,
    sources: Sequence[str] = (),
) -> DemoFiles:
    """Write the exports of the demo company, and what is true of it.

    The company sells from 2023-04-01, and its exports end on 2026-03-31 (Asia/Tokyo); only the ends
    of contracts and what is planned lie later. Files that are there already are replaced.

    Args:
        landing: folder of the exports, with a folder per source below it.
        truth: folder of the Parquet files with the truth, which is never loaded.
        seed: chooses the company; the same seed gives the same bytes on every machine.
        events: about how many rows of mail, web and webinar events there are in all.
        signal: how far behaviour tells of churn, from 0 (not at all) to 1.
        sources: vendors to export, all by default.

    Raises:
        KizunaError: an option is out of its range, or the demo has no such source.
    """
    wanted = _check(events, signal, sources)
    written: dict[Path, int] = {}
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        prepare(connection, seed=seed, events=events, signal=signal, scratch=Path(scratch))
        for name in SCRIPTS:
            if name == "truth":
                _note_files(connection, landing, written)
            run_script(connection, name)
            for export in EXPORTS:
                # Two scripts may make a table of one name: activities have several tools.
                if export.table not in _tables(connection):
                    continue
                if export.source in wanted:
                    written.update(write_export(connection, export, landing))
                connection.execute(f"drop table {export.table}")
        for stale in truth.glob("*.parquet"):
            stale.unlink()
        truths = [
            write_truth(
                connection, table, wanted, truth / f"{table.removeprefix('truth__')}.parquet"
            )
            for table in sorted(_tables(connection))
            if table.startswith("truth__")
        ]
    return DemoFiles(sorted(written), truths)
