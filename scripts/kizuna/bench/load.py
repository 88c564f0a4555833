"""How fast `kizuna load` is, as multiples of DuckDB alone and of dlt, and how much memory it takes.

All are measured in one run on the same file, in turn, each in a process of its own; of several
turns the fastest counts, since other work on the machine can only slow a turn down.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from kizuna.errors import KizunaError

FORMS = ("csv", "parquet")
TURNS = {"duckdb": 3, "kizuna": 3, "dlt": 1, "dlt_tuned": 1}
KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Turn:
    """One run of one program: seconds by the clock, and the most memory it held."""

    seconds: float
    peak_mib: float


def _measured(command: list[str], environment: dict[str, str]) -> Turn:
    """Run a command to its end.

    Raises:
        KizunaError: it failed.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the project's own programs
            command, env=os.environ | environment, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-1:]
            raise KizunaError(f"{' '.join(command[:4])} failed: {''.join(last)}")
    return Turn(seconds, usage.ru_maxrss / KIB_PER_MIB)


def _write_events(folder: Path, events: int) -> dict[str, Path]:
    query = (files("kizuna") / "bench" / "events.sql").read_text(encoding="utf-8")
    written = {}
    with duckdb.connect() as connection:
        for form, how in (("csv", "format csv, header"), ("parquet", "format parquet")):
            path = folder / f"email_events.{form}"
            connection.execute(
                f"copy ({query.replace('$1', str(int(events)))}) to '{path}' ({how})"
            )
            written[form] = path
    return written


def _turn_of_kizuna(form: str, file: Path, folder: Path) -> Turn:
    """Load a file that was put into landing, into a new warehouse."""
    place = folder / "home" / "landing" / "generic" / "email_events"
    place.mkdir(parents=True)
    (place / file.name).hardlink_to(file)
    command = [sys.executable, "-c", "from kizuna.cli import main; main()", "load"]
    return _measured(command, {"KIZUNA_HOME": str(folder / "home")})


def _turn_of(name: str, form: str, file: Path, folder: Path) -> Turn:
    if name == "kizuna":
        return _turn_of_kizuna(form, file, folder)
    module = [sys.executable, "-m", "kizuna.bench.contenders"]
    return _measured([*module, name, form, str(file), str(folder)], {})


def _check_rows(folder: Path, name: str, events: int) -> None:
    """Make sure that a program did its work."""
    place = {
        "kizuna": (folder / "home/warehouse/kizuna.duckdb", "raw_generic.email_events"),
        "duckdb": (folder / "floor.duckdb", "events"),
        "dlt": (folder / "dlt.duckdb", "raw.events"),
        "dlt_tuned": (folder / "dlt.duckdb", "raw.events"),
    }
    path, table = place[name]
    with duckdb.connect(path, read_only=True) as connection:
        ((rows,),) = connection.execute(f"select count(*) from {table}").fetchall()  # noqa: S608
    if rows != events:
        raise KizunaError(f"{name} loaded {rows} of {events} rows.")


def bench_load(root: Path, events: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure loading.

    Args:
        root: folder for the files, which are removed in the end; needs some 500 bytes an event.
        events: how many events the files hold.
        tell: is called with one line a turn.

    Returns:
        Per form the seconds and peak memory of each program, `ratio_to_duckdb` and
        `times_faster_than_dlt`; and `peak_mib` of `kizuna load` over both forms.

    Raises:
        KizunaError: dlt is not installed, or a program failed.
    """
    if find_spec("dlt") is None:
        raise KizunaError(
            "dlt is not installed: it is in the dev group, which `make setup` brings."
        )
    root.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {"events": events, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory(prefix="bench-", dir=root) as name:
        folder = Path(name)
        # In a process of its own: on Linux a child's peak memory begins with that of its parent.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
            written = other.submit(_write_events, folder, events).result()
        for form in FORMS:
            result[form] = _bench_form(form, written[form], folder, events, tell)
    result["peak_mib"] = max(result[form]["peak_mib"]["kizuna"] for form in FORMS)
    return result


def _bench_form(
    form: str, file: Path, folder: Path, events: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    turns: dict[str, list[Turn]] = {name: [] for name in TURNS}
    for number in range(max(TURNS.values())):
        for name in (name for name, wanted in TURNS.items() if number < wanted):
            place = folder / f"{form}-{name}-{number}"
            place.mkdir()
            turn = _turn_of(name, form, file, place)
            _check_rows(place, name, events)
            shutil.rmtree(place)
            turns[name].append(turn)
            tell(f"{form:8} {name:9} {turn.seconds:8.2f} s {turn.peak_mib:8.0f} MiB")
    seconds = {name: min(turn.seconds for turn in done) for name, done in turns.items()}
    return {
        "bytes": file.stat().st_size,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "peak_mib": {
            name: round(max(turn.peak_mib for turn in done), 1) for name, done in turns.items()
        },
        "ratio_to_duckdb": round(seconds["kizuna"] / seconds["duckdb"], 3),
        "times_faster_than_dlt": round(seconds["dlt"] / seconds["kizuna"], 3),
        "times_faster_than_tuned_dlt": round(seconds["dlt_tuned"] / seconds["kizuna"], 3),
    }
