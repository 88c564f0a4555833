"""Files as bytes: what a file is known by, and whether it stayed the same while it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kizuna.errors import KizunaError

CHUNK_BYTES = 1 << 22


@dataclass(frozen=True)
class Fingerprint:
    """What a file is known by: its sha256 (hexadecimal) and its size in bytes."""

    sha256: str
    size: int


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, 4 MiB at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def check_is_file(path: Path) -> None:
    """Refuse what is no file: reading from a pipe would wait for ever.

    Raises:
        KizunaError: the path leads to a folder, a pipe, a device, or nowhere.
    """
    try:
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "no file"
            raise KizunaError(f"{path} is {kind}: name the file itself.")
    except OSError as error:
        raise KizunaError(
            f"{path} cannot be read ({error.strerror}): check the path and its permissions."
        ) from error


def fingerprint(path: Path) -> Fingerprint:
    """Hash a file.

    Raises:
        KizunaError: the file cannot be read, or holds nothing.
    """
    digest, size, blank = hashlib.sha256(), 0, True
    try:
        for chunk in chunks(path):
            digest.update(chunk)
            size += len(chunk)
            blank = blank and not chunk.strip(b"\xef\xbb\xbf \t\r\n")
    except FileNotFoundError as error:
        raise KizunaError(f"{path} is not there any more: load again.") from error
    except OSError as error:
        raise KizunaError(
            f"{path} cannot be read ({error.strerror}): check the path and its permissions."
        ) from error
    if blank:
        raise KizunaError(
            f"{path} is empty: export it again, at least its header line must be there."
        )
    return Fingerprint(digest.hexdigest(), size)


State = tuple[int, int, int]


def state(path: Path) -> State:
    """Return what the file system says of a file: size, time of change and identity.

    Raises:
        KizunaError: the file is gone.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise KizunaError(
            f"{path} cannot be read ({error.strerror}): check the path and its permissions."
        ) from error
    return found.st_size, found.st_mtime_ns, found.st_ino


def check_unchanged(path: Path, before: State) -> None:
    """Refuse a file that another program changed meanwhile.

    Raises:
        KizunaError: the file is not what it was.
    """
    if not path.exists() or state(path) != before:
        raise KizunaError(
            f"{path} changed while it was read: load it again when the other program has finished."
        )
