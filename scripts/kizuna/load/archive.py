"""Packed files: gzip, and zip with one file inside."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kizuna.errors import KizunaError
from kizuna.load.files import CHUNK_BYTES

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
WORKBOOK_PART = "[Content_Types].xml"
MOST_BYTES_PER_PACKED_BYTE = 250
SMALL_BYTES = 256 << 20
"""Below this size a file may be packed as tightly as it likes: repeated rows pack well."""
BYTES_LEFT_FREE = 256 << 20
ENCRYPTED = 0x1


def _blocks(packed: IO[bytes] | gzip.GzipFile, path: Path, scratch: Path) -> Iterator[bytes]:
    """Yield what unpacks from a stream, as long as its size is believable."""
    size, packed_size = 0, path.stat().st_size
    while block := packed.read(CHUNK_BYTES):
        size += len(block)
        if size > SMALL_BYTES and size > packed_size * MOST_BYTES_PER_PACKED_BYTE:
            raise KizunaError(
                f"{path} grows to more than {MOST_BYTES_PER_PACKED_BYTE} times its size when it is "
                "unpacked: unpack it yourself if it is no attack, and load the file inside."
            )
        if shutil.disk_usage(scratch).free < BYTES_LEFT_FREE:
            raise KizunaError(
                f"{path} does not fit on the disk when it is unpacked: make room and load again."
            )
        yield block


def _unpack(packed: IO[bytes] | gzip.GzipFile, path: Path, scratch: Path) -> Path:
    unpacked = scratch / f"{len(list(scratch.iterdir()))}.unpacked"
    try:
        with unpacked.open("wb") as out:
            for block in _blocks(packed, path, scratch):
                out.write(block)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise KizunaError(
            f"{path} is a broken archive ({error}): copy or export it again."
        ) from error
    return unpacked


def _is_litter(name: str) -> bool:
    """Whether an entry is what file managers put beside the files."""
    return name.endswith("/") or name.startswith("__MACOSX/") or Path(name).name.startswith(".")


def _unzip(path: Path, scratch: Path) -> Path:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise KizunaError(
            f"{path} is a broken archive ({error}): copy or export it again."
        ) from error
    with archive:
        entries = archive.infolist()
        if any(entry.filename == WORKBOOK_PART for entry in entries):
            return path
        found = [entry for entry in entries if not _is_litter(entry.filename)]
        if len(found) != 1:
            names = ", ".join(entry.filename for entry in found[:3])
            holds = f"{len(found)} files ({names}{', …' if len(found) > 3 else ''})"
            raise KizunaError(
                f"{path} holds {holds if found else 'no file'}: a zip is read if it holds one; "
                "unpack it and load the files inside."
            )
        if found[0].flag_bits & ENCRYPTED:
            raise KizunaError(f"{path} is locked with a password: unpack it yourself.")
        try:
            with archive.open(found[0]) as packed:
                return _unpack(packed, path, scratch)
        except (NotImplementedError, zipfile.BadZipFile, RuntimeError) as error:
            raise KizunaError(
                f"{path} cannot be unpacked ({error}): unpack it yourself, and load the file "
                "inside."
            ) from error


def unpacked(path: Path, scratch: Path) -> Path:
    """Return the file itself, or what is packed in it, as a copy below `scratch`.

    Raises:
        KizunaError: the archive is broken, locked, holds several files, or is a bomb.
    """
    with path.open("rb") as file:
        magic = file.read(4)
    if magic.startswith(GZIP_MAGIC):
        with gzip.open(path) as packed:
            inner = _unpack(packed, path, scratch)
    elif magic in (ZIP_MAGIC, EMPTY_ZIP_MAGIC):
        inner = _unzip(path, scratch)
        if inner == path:
            return path
    else:
        return path
    with inner.open("rb") as file:
        magic = file.read(4)
    if magic.startswith(GZIP_MAGIC) or (
        magic in (ZIP_MAGIC, EMPTY_ZIP_MAGIC) and _unzip(inner, scratch) != inner
    ):
        raise KizunaError(f"{path} holds an archive inside an archive: unpack it yourself.")
    if inner.stat().st_size == 0:
        raise KizunaError(f"{path} holds an empty file: export it again.")
    return inner
