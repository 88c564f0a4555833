"""dbt as an analyst calls it, and the project's SQL as it compiles it."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

PROJECT = Path(__file__).resolve().parents[2]
DBT = (sys.executable, "-c", "from dbt.cli.main import cli; cli()")
FUNCTIONS = ("--inline", "{{ create_functions() }}")
"""Options that compile the statement which makes the functions that models call."""
SHARED = "KIZUNA_TESTS_FOLDER"
"""Names the folder that all workers of a session share."""


def rare_collections() -> None:
    """Look for garbage in circles more rarely: dbt's many objects that live long are its cost."""
    gc.set_threshold(200_000, 20, 100)


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


def parsed(sources: Mapping[str, Any]) -> Path:
    """Give the file of the project as dbt read it, read once for all workers.

    What a model refers to depends on the lists of sources alone; any other variable is asked for
    when a model is compiled, so that what was read holds for all of its values.
    """
    told = json.dumps(sources, sort_keys=True)
    with made_once(f"parsed-{sha256(told.encode()).hexdigest()[:12]}") as (folder, is_made):
        if not is_made:
            (folder / "warehouse").mkdir(exist_ok=True)
            _checked([*DBT, "parse", "--vars", told, *_places(folder)], folder)
        return folder / "target/partial_parse.msgpack"


def read_project(variables: Mapping[str, Any]) -> Manifest:
    """Return the project as dbt read it, for builds within this process."""
    sources = {name: value for name, value in variables.items() if name.endswith("_sources")}
    manifest: Manifest = Manifest.from_msgpack(parsed(sources).read_bytes())
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def run_dbt(home: Path, *arguments: str, variables: Mapping[str, Any] | None = None) -> str:
    """Run dbt in the checkout on a home's warehouse and return its output.

    It is a process of its own, with the project as it was read before.

    Raises:
        AssertionError: dbt failed; the message is what it said.
    """
    (home / "warehouse").mkdir(parents=True, exist_ok=True)
    told = json.dumps(variables or {}, sort_keys=True)
    return _checked([sys.executable, __file__, *arguments, "--vars", told, *_places(home)], home)


def _places(home: Path) -> list[str]:
    return [
        *("--quiet", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")),
        *("--target-path", str(home / "target"), "--log-path", str(home / "logs")),
    ]


def _checked(command: list[str], home: Path) -> str:
    done = subprocess.run(
        command,
        env=os.environ | {"KIZUNA_HOME": str(home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def compile_sql(home: Path, *options: str, variables: Mapping[str, Any] | None = None) -> str:
    """Compile with a home's warehouse; the results are in its target folder, the output returned.

    Raises AssertionError with what dbt says if it cannot.
    """
    return run_dbt(home, "compile", *options, variables=variables)


if __name__ == "__main__":
    rare_collections()
    ran = dbtRunner(manifest=read_project(json.loads(sys.argv[sys.argv.index("--vars") + 1])))
    answer = ran.invoke(sys.argv[1:])
    if answer.exception is not None:
        raise answer.exception
    sys.exit(not answer.success)
