"""Bytes to records: hashing, encodings, separators, and the records at the top of a file."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from kizuna.errors import KizunaError

csv.field_size_limit(1 << 30)

CHUNK_BYTES = 1 << 20
DELIMITERS = (",", "\t", ";", "|")
UTF8_SEQUENCES = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
ISO_2022_ESCAPE = re.compile(rb"\x1b[$(][@BJ]")
HIGH_BYTE = 0x80
MOSTLY = 0.9
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
    except UnicodeError:
        return False
    return True


def _check_binary(path: Path, head: bytes) -> None:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise KizunaError(f"{path} is written in UTF-32: export it in UTF-8.")
    if b"\0" in head:
        raise KizunaError(
            f"{path} holds NUL bytes, so it is no text file: export it as CSV in UTF-8."
        )


def _check_mostly_utf8(path: Path, head: bytes) -> None:
    """Refuse a broken UTF-8 file: nearly any bytes are also valid, and senseless, CP932."""
    wide = sum(len(found) for found in UTF8_SEQUENCES.findall(head))
    high = sum(byte >= HIGH_BYTE for byte in head)
    if high and wide / high > MOSTLY:
        raise KizunaError(
            f"{path} is mostly UTF-8, but not all of it: part of it was cut off or pasted in "
            "another encoding; export it again."
        )
    if ISO_2022_ESCAPE.search(head):
        raise KizunaError(f"{path} is written in ISO-2022-JP: export it in UTF-8.")


def _detect(path: Path, encodings: list[str]) -> str:
    with path.open("rb") as file:
        head = file.read(CHUNK_BYTES)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not head.startswith(
        codecs.BOM_UTF32_LE
    ):
        encodings = ["utf-16"]
    else:
        _check_binary(path, head)
        if _decodes(path, "utf-8"):
            if ISO_2022_ESCAPE.search(head):
                _check_mostly_utf8(path, head)
            return "utf-8"
        _check_mostly_utf8(path, head)
    for encoding in encodings:
        if _decodes(path, encoding):
            return encoding
    guess = from_bytes(head).best()
    hint = f"; it may be {guess.encoding}" if guess else ""
    raise KizunaError(
        f"{path} is not written in {' or '.join(dict.fromkeys(['utf-8', *encodings]))}{hint}: "
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
    copy = scratch / f"{len(list(scratch.iterdir()))}.utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    with copy.open("w", encoding="utf-8", newline="") as out:
        for chunk in _chunks(path):
            out.write(decoder.decode(chunk))
        out.write(decoder.decode(b"", final=True))
    return TextFile(copy, encoding)


def with_one_line_end(text: TextFile, delimiter: str, scratch: Path) -> TextFile:
    """Return the file itself, or a copy with one kind of line end where the file mixes them.

    A file that is no clean CSV stays as it is: its broken lines are told as such.
    """
    if not _mixes_line_ends(text.path):
        return text
    copy = scratch / f"{len(list(scratch.iterdir()))}.csv"
    try:
        with (
            text.path.open(encoding="utf-8-sig", newline="") as file,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
            for record in csv.reader(file, delimiter=delimiter, strict=True):
                # A record of one empty cell must not become a blank line.
                writer.writerow(record if record != [""] else ['""'])
    except csv.Error:
        return text
    return TextFile(copy, text.encoding)


def _mixes_line_ends(path: Path) -> bool:
    crlf = ends = returns = 0
    tail = b""
    for chunk in _chunks(path):
        crlf += (tail + chunk).count(b"\r\n")
        ends += chunk.count(b"\n")
        returns += chunk.count(b"\r")
        tail = chunk[-1:] if chunk.endswith(b"\r") else b""
    return (crlf, crlf) != (ends, returns) and bool(returns) and bool(ends)


def records(text: TextFile, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Yield the records of a CSV file, blank ones included as empty lists.

    Raises:
        KizunaError: the file is no CSV; if `strict`, also where a quote is never closed.
    """
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter, strict=strict)
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
        if any(blank in joined for blank in (b"\n\n", b"\n\r\n", b"\r\r")):
            return True
        tail = joined[-2:]
    return False
