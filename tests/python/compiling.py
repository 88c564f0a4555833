"""dbt as an analyst calls it, and the project's SQL as it compiles it."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
DBT = (sys.executable, "-c", "from dbt.cli.main import cli; cli()")
FUNCTIONS = ("--inline", "{{ create_functions() }}")
"""Options that compile the statement which makes the functions that models call."""
PARSED = "partial_parse.msgpack"
SHARED = "KIZUNA_TESTS_FOLDER"
"""Names the folder that all workers of a session share."""


@contextmanager
def made_once(name: str) -> Iterator[tuple[Path, bool]]:
    """Give a folder that all workers share, and whether somebody has filled it before.

    The others wait until whoever came first has left the context.
    """
    folder = Path(os.environ[SHARED]) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder, (folder / "made").exists()
        (folder / "made").touch()


@cache
def _desk() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kizuna-dbt-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def run_dbt(home: Path, *arguments: str, variables: Mapping[str, Any] | None = None) -> str:
    """Run dbt in the checkout on a home's warehouse and return its output.

    dbt parses the project anew for every other home and other variables. So every home goes by one
    name here, and what was parsed is kept for each set of variables.

    Raises:
        AssertionError: dbt failed; the message is what it said.
    """
    (home / "warehouse").mkdir(parents=True, exist_ok=True)
    name = _desk() / "home"
    name.unlink(missing_ok=True)
    name.symlink_to(home.resolve())
    told = json.dumps(variables or {}, sort_keys=True)
    parsed = _desk() / f"{sha256(told.encode()).hexdigest()}.msgpack"
    known = ["--partial-parse-file-path", str(parsed)] if parsed.exists() else []
    done = subprocess.run(
        [
            *(*DBT, *arguments, "--quiet", "--vars", told, *known),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")),
            *("--target-path", str(home / "target"), "--log-path", str(home / "logs")),
        ],
        env=os.environ | {"KIZUNA_HOME": str(name), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    if not parsed.exists() and (home / "target" / PARSED).exists():
        shutil.copy(home / "target" / PARSED, parsed)
    return done.stdout


def compile_sql(home: Path, *options: str, variables: Mapping[str, Any] | None = None) -> str:
    """Compile with a home's warehouse; the results are in its target folder, the output returned.

    Raises AssertionError with what dbt says if it cannot.
    """
    return run_dbt(home, "compile", *options, variables=variables)
