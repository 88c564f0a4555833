"""Generate the demo company with SQL and write it in the file formats of the tools it uses."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb

DEFAULT_SEED = 20260331
SCRIPTS = (
    "random",
    "words",
    "accounts",
    "contacts",
    "subscriptions",
    "email",
    "webinars",
    "activities",
    "surveys",
    "post_texts",
    "x_posts",
    "facebook_posts",
)
"""In order: each reads the tables of those before it."""

FACEBOOK_DESCRIPTIONS = {
    "Lifetime Post Total Reach": "Lifetime: how many people were shown the post (unique users)",
    "Lifetime Post organic reach": "Lifetime: of these, people reached without advertising",
    "Lifetime Post Paid Reach": "Lifetime: of these, people reached by advertising",
    "Lifetime Post Total Impressions": "Lifetime: how often the post was shown (total count)",
    "Lifetime Post Organic Impressions": "Lifetime: of these, impressions without advertising",
    "Lifetime Post Paid Impressions": "Lifetime: of these, impressions by advertising",
    "Lifetime Engaged Users": "Lifetime: how many people clicked in the post (unique users)",
    "Lifetime Talking About This (Post)": "Lifetime: people who made a story of the post, by type",
    "Lifetime Post Stories": "Lifetime: stories made of the post, by type (total count)",
    "Lifetime Post Consumers": "Lifetime: how many people clicked in the post (unique users)",
    "Lifetime Post Consumptions": "Lifetime: how many clicks the post had (total count)",
    "Lifetime Negative feedback": "Lifetime: people who hid or reported the post",
    "Lifetime Negative Feedback from Users": "Lifetime: how often the post was hidden or reported",
}

Record = list[object]


def _table(header: list[str], rows: list[Record]) -> list[Record]:
    return [[*header], *rows]


def _facebook(header: list[str], rows: list[Record]) -> list[Record]:
    """Leave out the types that did not occur, and put the descriptions above the data."""
    kept = [
        position
        for position, name in enumerate(header)
        if " type - " not in name or any(row[position] is not None for row in rows)
    ]
    names = [header[position] for position in kept]
    groups = [name.split(" by ")[0] for name in names]
    descriptions: Record = [
        # Columns by type stand together, and only the first of them is described.
        FACEBOOK_DESCRIPTIONS.get(group, "") if group not in groups[:position] else ""
        for position, group in enumerate(groups)
    ]
    return [[*names], descriptions, *([row[position] for position in kept] for row in rows)]


def _report(header: list[str], rows: list[Record]) -> list[Record]:
    """Return the lines of a report: its one column holds each line as a list of cells."""
    return [line for (line,) in rows if isinstance(line, list)]


@dataclass(frozen=True)
class Export:
    """The files that one table becomes, and how the tool that is imitated writes CSV."""

    table: str
    encoding: str = "utf-8"
    line_end: str = "\n"
    quotes_all: bool = False
    arrange: Callable[[list[str], list[Record]], list[Record]] = _table
    """Turns header and rows into the records of a file."""


EXPORTS = (
    Export("file_accounts"),
    Export("file_contacts"),
    Export("file_subscriptions"),
    Export("file_activities"),
    Export("file_email_sends"),
    Export("file_email_events"),
    Export("file_survey_responses"),
    Export("file_form_answers", encoding="cp932", line_end="\r\n"),
    Export("file_x_posts", quotes_all=True),
    Export("file_facebook_posts", encoding="utf-8-sig", arrange=_facebook),
    Export("zoom_lines", encoding="utf-8-sig", arrange=_report),
)


def _generate(connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set variable seed = ?", [seed])
    for name in SCRIPTS:
        script = files("kizuna.demo") / f"{name}.sql"
        connection.execute(script.read_text(encoding="utf-8"))


def _write_csv(path: Path, export: Export, records: list[Record]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=export.encoding, newline="") as file:
        csv.writer(
            file,
            lineterminator=export.line_end,
            quoting=csv.QUOTE_ALL if export.quotes_all else csv.QUOTE_MINIMAL,
        ).writerows(records)
    return path


def _write(connection: duckdb.DuckDBPyConnection, export: Export, landing: Path) -> Iterator[Path]:
    """Write the files of one export; its table begins with the columns _file and _line."""
    lines = connection.table(export.table).order("_file, _line")
    header = lines.columns[2:]
    for file, rows in groupby(lines.fetchall(), key=itemgetter(0)):
        records = export.arrange(header, [list(row[2:]) for row in rows])
        yield _write_csv(landing / file, export, records)


def write_demo(landing: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write the exports of the demo company below a landing folder.

    The company sells from 2024-10-01 and its exports end on 2026-03-31 (Asia/Tokyo); only the ends
    of contracts lie later. Files that are there already are replaced.

    Args:
        landing: folder of the exports, with a folder per source below it.
        seed: chooses the company; the same seed gives the same bytes on every machine.

    Returns:
        The files written, sorted.
    """
    with duckdb.connect() as connection:
        _generate(connection, seed)
        return sorted(path for export in EXPORTS for path in _write(connection, export, landing))
