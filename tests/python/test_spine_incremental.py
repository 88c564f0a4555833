"""An incremental spine is the one that a build from nothing gives, however the files came in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import FULL

SEEDS = range(6) if FULL else range(1)
LOADS = 12 if FULL else 2


def builds_of(folder: Path, seed: int) -> list[dict[str, Any]]:
    """Run the loads and builds of one seed in a process of their own."""
    helper = Path(__file__).with_name("spine_builds.py")
    done = subprocess.run(
        [sys.executable, helper, folder, str(seed), str(LOADS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("seed", SEEDS)
def test_incremental_builds_equal_builds_from_nothing(tmp_path: Path, seed: int) -> None:
    builds = builds_of(tmp_path, seed)
    for build in builds:
        assert (build["what"], build["differences"]) == (build["what"], [])
        assert build["same_number"], build
        assert build["events"] > 20, build
    by_name = {build["what"]: build for build in builds}
    assert by_name["nothing"]["made_anew"] == 0
    assert by_name["one event"]["made_anew"] == 1
    assert by_name["two contacts are one"]["made_anew"] >= 1
    # A month that lost its only event stays as it is: it was made from nothing.
    for change in ("a rule", "an earlier day in another zone"):
        assert by_name[change]["made_anew"] >= by_name[change]["months"] - 1
    earlier = by_name["an earlier day in another zone"]
    assert earlier["events"] < by_name["a rule"]["events"]
    assert max(build["duplicates"] for build in builds) > 5
