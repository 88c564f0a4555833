"""The records of a CSV: separators, the records at its top, blank ones, mixed line ends."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path

from kizuna.errors import KizunaError
from kizuna.load.content import Content

csv.field_size_limit(1 << 30)

DELIMITERS = (",", "\t", ";", "|")
HEAD_RECORDS = 20
"""How far down a header is looked for: exports put a few lines of preamble above it."""
HEAD_CHARACTERS = 8 << 20
"""The widest exports have some 2,000 columns, whose header and descriptions take 300 KB."""


def with_one_line_end(content: Content, delimiter: str, scratch: Path) -> Content:
    """Return the file itself, or a copy with one kind of line end where the file mixes them.

    A file that is no clean CSV stays as it is: its broken lines are told as such.
    """
    if not content.survey.mixed_line_ends:
        return content
    copy = scratch / f"{len(list(scratch.iterdir()))}.csv"
    try:
        with (
            content.path.open(encoding="utf-8-sig", newline="") as file,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            # Quoted: a cell may hold a line end, and a record of one empty cell is no blank line.
            writer = csv.writer(
                out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL
            )
            writer.writerows(csv.reader(file, delimiter=delimiter, strict=True))
    except csv.Error:
        return content
    survey = replace(content.survey, mixed_line_ends=False, blank_lines=True)
    return replace(content, path=copy, survey=survey)


def records(content: Content, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Yield the records of a CSV file, blank ones included as empty lists.

    Raises:
        KizunaError: the file is no CSV; if `strict`, also where a quote is never closed.
    """
    with content.path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter, strict=strict)
        except csv.Error as error:
            raise KizunaError(f"{content.path.name} is no CSV file: {error}.") from error


def head(content: Content, delimiter: str) -> list[list[str]]:
    """Return the first records of a file, as far as a header is looked for."""
    if content.form != "csv":
        return [list(content.names)]
    if delimiter not in content.heads:
        content.heads[delimiter] = _first_records(content, delimiter)
    return content.heads[delimiter]


def _first_records(content: Content, delimiter: str) -> list[list[str]]:
    with content.path.open(encoding="utf-8-sig", newline="") as file:
        start = StringIO(file.read(HEAD_CHARACTERS), newline="")
    try:
        return list(islice(csv.reader(start, delimiter=delimiter), HEAD_RECORDS))
    except csv.Error as error:
        raise KizunaError(f"{content.path.name} is no CSV file: {error}.") from error


def blank_records(content: Content, delimiter: str) -> list[int]:
    """Return the numbers (from 1) of the blank records, in order."""
    return [number for number, record in enumerate(records(content, delimiter), 1) if not record]


def unclosed_quote(content: Content, delimiter: str) -> int | None:
    """Return the record (from 1) whose quote is never closed, so that it swallows all others."""
    number = 0
    with content.path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            try:
                next(rows)
            except StopIteration:
                return None
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    return number + 1
            number += 1
