"""Bytes to records: hashing, encodings, separators, and the records at the top of a file."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from kizuna.errors import KizunaError

CHUNK_BYTES = 1 << 20
DELIMITERS = (",", "\t", ";", "|")
HEAD_RECORDS = 20
"""How far down a header is looked for: exports put a few lines of preamble above it."""


@dataclass(frozen=True)
class Fingerprint:
    """What a file is known by: its sha256 (hexadecimal) and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class TextFile:
    """A UTF-8 file that DuckDB can read, and the encoding that it was written in."""

    path: Path
    encoding: str


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def fingerprint(path: Path) -> Fingerprint:
    """Hash a file.

    Raises:
        KizunaError: the file cannot be read, or holds nothing.
    """
    digest, size, blank = hashlib.sha256(), 0, True
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
            size += len(chunk)
            blank = blank and not chunk.strip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise KizunaError(
            f"{path} cannot be read ({error.strerror}): check the path and its permissions."
        ) from error
    if blank:
        raise KizunaError(
            f"{path} is empty: export it again, at least its header line must be there."
        )
    return Fingerprint(digest.hexdigest(), size)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _detect(path: Path, encodings: list[str]) -> str:
    with path.open("rb") as file:
        head = file.read(CHUNK_BYTES)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        raise KizunaError(
            f"{path} holds NUL bytes, so it is no text file: export it as CSV in UTF-8."
        )
    for encoding in dict.fromkeys(["utf-8", *encodings]):
        if _decodes(path, encoding):
            return encoding
    guess = from_bytes(head).best()
    hint = f"; it looks like {guess.encoding}" if guess else ""
    raise KizunaError(
        f"{path} is not written in {' or '.join(encodings)}{hint}: "
        "export it in UTF-8, or name its encoding in the mapping."
    )


def as_utf8(path: Path, encodings: list[str], scratch: Path) -> TextFile:
    """Return the file itself if it is UTF-8, else a copy of it in UTF-8 below `scratch`.

    Encodings are tried in order and must fit every byte: none is guessed.

    Raises:
        KizunaError: no declared encoding fits.
    """
    encoding = _detect(path, encodings)
    if encoding == "utf-8":
        return TextFile(path, encoding)
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / f"{path.name}.utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    with copy.open("w", encoding="utf-8", newline="") as out:
        for chunk in _chunks(path):
            out.write(decoder.decode(chunk))
        out.write(decoder.decode(b"", final=True))
    return TextFile(copy, encoding)


def records(text: TextFile, delimiter: str) -> Iterator[list[str]]:
    """Yield the records of a CSV file, blank ones included as empty lists."""
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter)
        except csv.Error as error:
            raise KizunaError(f"{text.path.name} is no CSV file: {error}.") from error


def head(text: TextFile, delimiter: str) -> list[list[str]]:
    """Return the first records of a file, as far as a header is looked for."""
    return list(islice(records(text, delimiter), HEAD_RECORDS))


def blank_records(text: TextFile, delimiter: str) -> list[int]:
    """Return the numbers (from 1) of the blank records, in order."""
    return [number for number, record in enumerate(records(text, delimiter), 1) if not record]


def has_blank_lines(path: Path) -> bool:
    """Whether two line ends follow each other anywhere; true for a blank line inside quotes too."""
    tail = b""
    for chunk in _chunks(path):
        joined = tail + chunk
        if b"\n\n" in joined or b"\n\r\n" in joined:
            return True
        tail = joined[-2:]
    return False


def csv_line(cells: list[str]) -> str:
    """Write one record as a line of CSV, without the line end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
