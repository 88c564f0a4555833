"""SQL of the project as dbt compiles it, for tests that run it by themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import PROJECT

DBT = (sys.executable, "-c", "from dbt.cli.main import cli; cli()")
FUNCTIONS = ("--inline", "{{ create_functions() }}")
"""Options that compile the statement which makes the functions that models call."""


def compile_sql(home: Path, *options: str) -> str:
    """Compile with a home's warehouse; the results are in its target folder, the output returned.

    Raises AssertionError with what dbt says if it cannot.
    """
    (home / "warehouse").mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [
            *(*DBT, "compile", "--quiet"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")),
            *("--target-path", str(home / "target"), "--log-path", str(home / "logs"), *options),
        ],
        env=os.environ | {"KIZUNA_HOME": str(home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
