"""Build and test the staging views of one source in a home, as `kizuna run` builds all."""

from __future__ import annotations

import os
import subprocess
import sys

from conftest import PROJECT, Kizuna


def build_staging(home: Kizuna, source: str, *flags: str) -> None:
    """Run `dbt build` over the folder of a source; a failing test of it fails the caller."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build", "--quiet"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")),
            *("--target-path", str(home.home / "target"), "--log-path", str(home.home / "logs")),
            *("--select", f"path:models/staging/{source}", *flags),
        ],
        env=os.environ | {"KIZUNA_HOME": str(home.home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        cwd=home.home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
