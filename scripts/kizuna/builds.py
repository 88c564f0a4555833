"""The published builds: which there are, which one `current` means, and which may go.

Facts that shape this module:

* Ids sort by time: one second at least lies between two builds, whatever the clock says.
* The only thing that makes a build current is one rename of a symbolic link.
* DuckDB resolves the link before it opens the file, so a build that was current a moment ago may
  still be opened: it stays for a grace period.
* DuckDB locks what it opens, also read-only. On Linux anybody may ask who holds a lock on a file
  that they can read; files that are open without a lock (Parquet) are seen in /proc, those of other
  users only by root. Elsewhere nothing tells, and the grace period is a day.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from kizuna.errors import ExitCode, KizunaError
from kizuna.home import WAREHOUSE_NAME, Home

if sys.platform != "win32":
    import fcntl

SCHEMA = "marts"
KEEP_BUILDS = 10
SEES_READERS = sys.platform == "linux"
"""Whether it can be told which builds somebody has open."""
GRACE_SECONDS = 60.0 if SEES_READERS else 86_400.0
"""How long a build stays after it was current, for those who were about to open it."""
BUILD_ID = re.compile(r"(?P<time>\d{8}T\d{6}Z)-[\w.-]+")
TIME_OF_ID = "%Y%m%dT%H%M%SZ"
FLOCK = "hhqqi4x"
"""struct flock of 64-bit Linux: type, whence, start, length, process."""

NEXT, BACK = ".next-", ".back-"
"""Links that wait to become `current`: to a build that is being published, to an older one."""
INCOMING, REMOVING = ".incoming-", ".removing-"
"""Folders that are being written, or removed."""


@dataclass(frozen=True)
class Build:
    """A published build."""

    build_id: str
    folder: Path
    manifest: dict[str, Any]
    remarks: list[str] = field(default_factory=list)
    """What the audit warned of, or was told to let through."""


@dataclass(frozen=True)
class BuildState:
    """A build as `kizuna builds` lists it."""

    build_id: str
    published_at: str | None
    as_of_date: str | None
    marts: int
    rows: int
    is_current: bool
    is_pinned: bool
    is_held: bool | None
    """Whether somebody has it open; None where the system cannot tell."""
    held_by: list[int]
    """Processes that do, as far as they are known."""
    is_whole: bool
    """Whether its manifest can be read."""


def builds_folder(home: Home) -> Path:
    """Return the folder that holds one folder per build."""
    return home.published / "builds"


def _pins(home: Home) -> Path:
    return home.published / "pins"


@contextmanager
def only_one(home: Home, what: str) -> Iterator[None]:
    """Wait until no other process does the same; the lock ends with the process that has it."""
    home.published.mkdir(parents=True, exist_ok=True)
    with (home.published / f".{what}.lock").open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def current_id(home: Home) -> str | None:
    """Return the id of the build that readers open; None if nothing is published."""
    try:
        return (home.published / "current").readlink().name
    except OSError:
        return None


def build_ids(home: Home) -> list[str]:
    """Return the ids of all builds that were published, the oldest first.

    A build that was written and never became current is none.
    """
    try:
        names = [path.name for path in builds_folder(home).iterdir() if path.is_dir()]
    except FileNotFoundError:
        return []
    return sorted(
        name
        for name in names
        if BUILD_ID.fullmatch(name) and not (home.published / f"{NEXT}{name}").is_symlink()
    )


def new_build_id(home: Home, commit: str) -> str:
    """Return an id that is later than that of every build, even if the clock was set back."""
    now = datetime.now(UTC).replace(microsecond=0)
    known = [found["time"] for name in build_ids(home) if (found := BUILD_ID.fullmatch(name))]
    if known:
        last = datetime.strptime(max(known), TIME_OF_ID).replace(tzinfo=UTC)
        now = max(now, last + timedelta(seconds=1))
    return f"{now:{TIME_OF_ID}}-{commit[:7]}"


def read_build(home: Home, build_id: str) -> Build:
    """Read the manifest of a build.

    Raises:
        KizunaError: there is none that can be read.
    """
    folder = builds_folder(home) / build_id
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KizunaError(
            f"{folder / 'manifest.json'} cannot be read ({error}): the build is damaged."
        ) from error
    return Build(build_id, folder, manifest)


def current_build(home: Home) -> Build | None:
    """Return the build that readers open; None if nothing is published."""
    name = current_id(home)
    return read_build(home, name) if name is not None else None


def find_build(home: Home, name: str) -> Build:
    """Find a build by `current`, `previous`, its id, or the beginning of its id.

    Raises:
        KizunaError: none or several are meant.
    """
    known, current = build_ids(home), current_id(home)
    if name == "current" and current is not None:
        return read_build(home, current)
    if name == "previous":
        return read_build(home, _previous(known, current))
    meant = [build_id for build_id in known if name and build_id.startswith(name)]
    if name not in meant and len(meant) != 1:
        said = f"means {len(meant)} builds" if meant else "is no published build"
        raise KizunaError(f"{name!r} {said}: `kizuna builds` lists them.")
    return read_build(home, name if name in meant else meant[0])


def _previous(known: list[str], current: str | None) -> str:
    earlier = [build_id for build_id in known if current is not None and build_id < current]
    if not earlier:
        raise KizunaError(
            "There is no build before the current one: `kizuna builds` lists what there is."
            if current
            else "Nothing is published yet: run `kizuna run`."
        )
    return earlier[-1]


def list_builds(home: Home) -> list[BuildState]:
    """Describe every published build, the newest first."""
    current, held = current_id(home), holders(home)
    return [_state(home, build_id, current, held) for build_id in reversed(build_ids(home))]


def _state(home: Home, build_id: str, current: str | None, held: dict[str, set[int]]) -> BuildState:
    manifest: dict[str, Any] = {}
    with suppress(KizunaError):
        manifest = read_build(home, build_id).manifest
    tables = manifest.get("tables", [])
    return BuildState(
        build_id=build_id,
        published_at=manifest.get("published_at"),
        as_of_date=manifest.get("as_of_date"),
        marts=len(tables),
        rows=sum(table["rows"] for table in tables),
        is_current=build_id == current,
        is_pinned=(_pins(home) / build_id).exists(),
        is_held=build_id in held if SEES_READERS else None,
        held_by=sorted(process for process in held.get(build_id, set()) if process > 0),
        is_whole=bool(manifest),
    )


def holders(home: Home) -> dict[str, set[int]]:
    """Return which builds somebody has open, and the processes; 0 is one that cannot be seen."""
    found: dict[str, set[int]] = {}
    if not SEES_READERS:
        return found
    folder = builds_folder(home).resolve()
    for process, file in _open_files(str(folder)):
        found.setdefault(file.relative_to(folder).parts[0], set()).add(process)
    for build_id in build_ids(home):
        # Closing a file lets go of all locks that this process has on it, so it is not opened where
        # somebody is known to hold it: that may be this process.
        if build_id not in found:
            holder = _lock_holder(folder / build_id / f"{WAREHOUSE_NAME}.duckdb")
            if holder is not None:
                found[build_id] = {holder}
    return found


def _open_files(folder: str) -> Iterator[tuple[int, Path]]:
    """Give the files below a folder that processes have open which may be looked into."""
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        with suppress(OSError):  # it has ended, or is another user's
            for entry in os.scandir(process / "fd"):
                with suppress(OSError):
                    file = os.readlink(entry.path)  # noqa: PTH115 - thousands of files, few of ours
                    if file.startswith(f"{folder}/"):
                        yield int(process.name), Path(file)


def _lock_holder(file: Path) -> int | None:
    """Return a process that would keep others from writing a file; None if there is none."""
    if sys.platform != "linux":
        return None
    try:
        opened = os.open(file, os.O_RDONLY)
    except OSError:
        return None
    try:
        asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, _, _, _, process = struct.unpack(FLOCK, fcntl.fcntl(opened, fcntl.F_GETLK, asked))
    except OSError:  # the file system knows no locks
        return None
    finally:
        os.close(opened)
    return None if kind == fcntl.F_UNLCK else max(process, 0)


def make_durable(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk before anything refers to it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems refuse it for folders
            os.fsync(opened)
    finally:
        os.close(opened)


def remove_leftovers(home: Home) -> None:
    """Remove what a publish that was killed left behind; only one may publish meanwhile."""
    for link in home.published.glob(f"{NEXT}*"):
        build_id = link.name.removeprefix(NEXT)
        if build_id != current_id(home):
            shutil.rmtree(builds_folder(home) / build_id, ignore_errors=True)
        link.unlink()
    for folder in builds_folder(home).glob(f"{INCOMING}*"):
        shutil.rmtree(folder, ignore_errors=True)


def take_in(home: Home, incoming: Path, build_id: str) -> None:
    """Let `current` mean a new build, which lies whole in a folder that no reader knows.

    Whatever moment this is killed at, `current` means the old build or the new one, and a build
    that never became current is known by the link that waits for it.
    """
    folder = builds_folder(home)
    with only_one(home, "switch"):
        link = _waiting_link(home, build_id, NEXT)
        incoming.rename(folder / build_id)
        make_durable(folder)
        _switch(home, link)


def _waiting_link(home: Home, build_id: str, prefix: str) -> Path:
    link = home.published / f"{prefix}{build_id}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / build_id)
    return link


def _switch(home: Home, link: Path) -> None:
    """Let `current` mean what a link means, in one rename."""
    left = current_id(home)
    if left is not None:
        with suppress(OSError):
            os.utime(builds_folder(home) / left)  # its grace period begins
    os.replace(link, home.published / "current")  # noqa: PTH105 - Path.replace follows no link either, but says less
    make_durable(home.published)


def rollback(home: Home, name: str | None = None) -> tuple[str | None, Build]:
    """Let `current` mean another build: the one that is named, else the one before.

    Returns:
        The id of the build that was current, and the build that is now.

    Raises:
        KizunaError: there is no such build, or it is damaged; nothing has changed then.
    """
    with only_one(home, "switch"):
        left = current_id(home)
        build = find_build(home, name or "previous")
        check_whole(build)
        for link in home.published.glob(f"{BACK}*"):
            link.unlink()
        _switch(home, _waiting_link(home, build.build_id, BACK))
    return left, build


def check_whole(build: Build) -> None:
    """Open a build as a reader would, and count the rows of its marts.

    Raises:
        KizunaError: it does not open, or holds not what its manifest says.
    """
    file = build.folder / f"{WAREHOUSE_NAME}.duckdb"
    try:
        with duckdb.connect(file, read_only=True) as connection:
            counted = {
                table["name"]: connection.execute(
                    f'select count(*) from {SCHEMA}."{table["name"]}"'  # noqa: S608 - of the manifest
                ).fetchall()[0][0]
                for table in build.manifest["tables"]
            }
    except (duckdb.Error, KeyError) as error:
        said = str(error).splitlines()[0]
        raise KizunaError(f"{file} is damaged: {said}", ExitCode.FAILED_CHECK) from error
    wrong = [
        table["name"]
        for table in build.manifest["tables"]
        if counted[table["name"]] != table["rows"]
    ]
    if wrong:
        raise KizunaError(
            f"{file} is damaged: {', '.join(wrong)} has other rows than the manifest says.",
            ExitCode.FAILED_CHECK,
        )


def set_pin(home: Home, name: str, *, pinned: bool) -> Build:
    """Keep a build from being removed, or no longer.

    Raises:
        KizunaError: there is no such build.
    """
    build = find_build(home, name)
    pin = _pins(home) / build.build_id
    if pinned:
        pin.parent.mkdir(exist_ok=True)
        pin.touch()
    else:
        pin.unlink(missing_ok=True)
    return build


def remove_old_builds(
    home: Home, keep: int = KEEP_BUILDS, grace_seconds: float = GRACE_SECONDS
) -> list[str]:
    """Remove all but the newest builds.

    The current build stays, and so do pinned ones, those that somebody has open, and those that
    were current a moment ago.

    Returns:
        The ids of what was removed.
    """
    removed = []
    folder = builds_folder(home)
    with only_one(home, "switch"):
        candidates = build_ids(home)[: -max(keep, 1)]
        held = holders(home) if candidates else {}
        for build_id in candidates:
            path = folder / build_id
            if (
                build_id == current_id(home)
                or (_pins(home) / build_id).exists()
                or build_id in held
                or time.time() - path.stat().st_mtime < grace_seconds
            ):
                continue
            path.rename(folder / f"{REMOVING}{build_id}")
            removed.append(build_id)
        # Also what a process that was killed had begun to remove.
        for path in folder.glob(f"{REMOVING}*"):
            shutil.rmtree(path, ignore_errors=True)
    return removed
