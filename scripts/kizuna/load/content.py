"""What a file holds: unpacked, in UTF-8, in a form that DuckDB reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import duckdb

from kizuna.errors import KizunaError
from kizuna.load import archive, encoding, workbook
from kizuna.load.files import chunks

Form = Literal["csv", "json", "parquet"]
PARQUET_MAGIC = b"PAR1"
LONGEST_LINE = 16 << 20
"""Longer lines are no records: a file without line ends would fill the memory."""
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Survey:
    """What one look at all bytes of a text tells."""

    mixed_line_ends: bool = False
    blank_lines: bool = False
    """Two line ends follow each other somewhere; true for a blank line inside quotes too."""
    blanks: tuple[str, ...] = (" ",)
    """Which of the characters that are trimmed from cells occur at all."""


@dataclass(frozen=True)
class Content:
    """A file as DuckDB can read it.

    Columns of JSON lines and Parquet have `names`; a CSV's are found with its header.
    """

    path: Path
    form: Form = "csv"
    encoding: str = "utf-8"
    names: tuple[str, ...] = ()
    survey: Survey = field(default_factory=Survey)
    heads: dict[str, list[list[str]]] = field(default_factory=dict, compare=False, repr=False)
    """The first records, by separator, once they were read."""

    def moved(self, old: Path, new: Path) -> Content:
        """Return the content as read from another place, if it is read as it lies."""
        return replace(self, path=new) if self.path == old else self


@dataclass(frozen=True)
class Reading:
    """How the files of a contract are opened: encodings, and names of the sheet of a workbook."""

    encodings: list[str]
    given: bool = False
    """The user named the encoding, so that it need only fit."""
    sheets: tuple[str, ...] = ()


TWO_ENDS = re.compile(rb"\n\n")
RARE_BLANKS = {
    "\t": b"\t",
    "\u00a0": b"\xc2\xa0",
    "\u3000": b"\xe3\x80\x80",
    "\ufeff": b"\xef\xbb\xbf",
}


def _rare_blanks(chunk: bytes, seen: set[str]) -> None:
    """Note which of the blanks other than a space occur."""
    is_ascii = chunk.isascii()
    for blank, written in RARE_BLANKS.items():
        if blank not in seen and (blank == "\t" or not is_ascii) and written in chunk:
            seen.add(blank)


def _survey(path: Path, shown: Path) -> Survey:
    """Look at all bytes once.

    Raises:
        KizunaError: zero bytes, or a line that is too long to be a record.
    """
    lone_ends = lone_returns = pairs = run = 0
    seam, blank_lines, quotes, seen = b"", False, False, set[str]()
    for chunk in chunks(path):
        if b"\0" in chunk:
            raise KizunaError(
                f"{shown} holds NUL bytes, so it is no text file: export it as CSV in UTF-8."
            )
        if b"\x1b" in chunk and encoding.ISO_2022_ESCAPE.search(chunk):
            raise KizunaError(f"{shown} is written in ISO-2022-JP: export it in UTF-8.")
        has_return = b"\r" in chunk or seam.endswith(b"\r")
        run = 0 if has_return or b"\n" in chunk else run + len(chunk)
        if run > LONGEST_LINE:
            raise KizunaError(
                f"{shown} has a line of more than {LONGEST_LINE >> 20} MiB, which is no record: "
                "its line ends are missing; export it again."
            )
        # What lies across two chunks is seen at their seam.
        whole = seam + chunk if has_return else chunk
        if has_return:
            inside = whole.count(b"\r\n") - seam.count(b"\r\n")
            returns, ends = chunk.count(b"\r"), chunk.count(b"\n")
            pairs += inside
            lone_returns += returns - inside
            lone_ends += ends - inside
            blank_lines = blank_lines or b"\n\r\n" in whole or b"\r\r" in whole
        else:
            lone_ends += b"\n" in chunk
        # For two bytes a regular expression is more than twice as fast as `in`.
        blank_lines = blank_lines or bool(TWO_ENDS.search(chunk))
        blank_lines = blank_lines or b"\n\n" in seam[-1:] + chunk[:1]
        quotes = quotes or b'"' in chunk
        _rare_blanks(chunk.removeprefix(BOM) if not seam else chunk, seen)
        _rare_blanks(seam + chunk[:2], seen)
        seam = chunk[-2:]
    mixed = sum(found > 0 for found in (lone_ends, lone_returns, pairs)) > 1
    inside_quotes = ("\n", "\r") if quotes else ()
    return Survey(mixed, blank_lines, (" ", *sorted(seen), *inside_quotes))


def _parquet(path: Path, shown: Path, connection: duckdb.DuckDBPyConnection) -> Content:
    try:
        names = connection.read_parquet(literal_path(path), hive_partitioning=False).columns
    except duckdb.Error as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise KizunaError(
            f"{shown} is no Parquet file that can be read ({said}): export it again."
        ) from error
    return Content(path, "parquet", "utf-8", tuple(names))


def literal_path(path: Path) -> str:
    """Return a path that DuckDB takes as it is: to it `[`, `*` and `?` are patterns."""
    return "".join(f"[{sign}]" if sign in "[*?" else sign for sign in str(path))


def quoted(name: str) -> str:
    """Return a column's name as it stands in SQL."""
    return '"' + name.replace('"', '""') + '"'


def json_lines(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    """Read the lines of a file as they are, in the column `line`.

    A control character cannot stand in JSON text, so no line is split.
    """
    return connection.read_csv(
        literal_path(path),
        compression="none",
        hive_partitioning=False,
        auto_detect=False,
        header=False,
        sep="\x1f",
        quotechar="",
        escapechar="",
        strict_mode=False,
        max_line_size=LONGEST_LINE,
        columns={"line": "VARCHAR"},
    )


def _json(
    path: Path, shown: Path, connection: duckdb.DuckDBPyConnection, survey: Survey
) -> Content:
    try:
        found = json_lines(connection, path).query(
            "lines",
            "select distinct unnest(json_keys(case when json_valid(line) then line end)) as name "
            "from lines order by name",
        )
        names = [name for (name,) in found.fetchall()]
    except duckdb.Error as error:
        said = str(error).splitlines()[0].rstrip(".")
        raise KizunaError(f"{shown} cannot be read as JSON lines: {said}.") from error
    if not names:
        raise KizunaError(
            f"{shown} holds no JSON object on a line of its own: export it as newline-delimited "
            "JSON (one object a line), or as CSV."
        )
    return Content(path, "json", "utf-8", tuple(names), survey)


def _begins_like_json(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1 << 12)
    return head.removeprefix(BOM).lstrip()[:1] in (b"{", b"[")


def open_content(
    path: Path,
    reading: Reading,
    scratch: Path,
    connection: duckdb.DuckDBPyConnection,
) -> Content:
    """Unpack, decode and survey a file.

    Args:
        path: the file.
        reading: encodings and sheet of the contract.
        scratch: folder for what is unpacked or decoded.
        connection: any connection; Parquet and JSON are read through it.

    Raises:
        KizunaError: the file is none of the forms, or broken; the sentence says how.
    """
    inner = archive.unpacked(path, scratch)
    with inner.open("rb") as file:
        magic = file.read(4)
    if magic == PARQUET_MAGIC:
        return _parquet(inner, path, connection)
    if workbook.is_workbook(inner):
        sheet = workbook.as_csv(inner, path, list(reading.sheets), scratch)
        return Content(sheet, survey=_survey(sheet, path))
    found = encoding.detect(inner, path, reading.encodings, given=reading.given)
    text = inner
    if found != "utf-8":
        copy = scratch / f"{len(list(scratch.iterdir()))}.utf-8"
        text = encoding.decoded(inner, found, copy)
    survey = _survey(text, path)
    if _begins_like_json(text):
        return _json(text, path, connection, survey)
    return Content(text, "csv", found, survey=survey)
