"""Fixtures: homes, the command line as a user runs it, and the real exports where they exist."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

PROJECT = Path(__file__).resolve().parents[2]
REAL = PROJECT.parent / "shared" / "real"
REAL_MAPPINGS = Path(__file__).parent / "real_mappings"


@dataclass(frozen=True)
class Kizuna:
    """A home folder and the command line that works on it."""

    home: Path

    def __call__(self, *arguments: str | Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"KIZUNA_HOME": str(self.home), "COLUMNS": "200"}
        done = subprocess.run(
            [sys.executable, "-c", "from kizuna.cli import main; main()", *map(str, arguments)],
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        if ok:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def query(self, sql: str, database: str = "published/current") -> list[tuple[Any, ...]]:
        """Query the published file, or with `warehouse` the work file."""
        file = self.home / database / "kizuna.duckdb"
        with duckdb.connect(file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def raw(self, sql: str) -> list[tuple[Any, ...]]:
        return self.query(sql, "warehouse")


def make_home(folder: Path, mappings: Iterable[Path] = ()) -> Kizuna:
    folder.mkdir(parents=True, exist_ok=True)
    for mapping in mappings:
        (folder / "mappings").mkdir(exist_ok=True)
        shutil.copy(mapping, folder / "mappings")
    return Kizuna(folder)


@pytest.fixture
def kizuna(tmp_path: Path) -> Kizuna:
    return make_home(tmp_path / "home")


@pytest.fixture(scope="session")
def real() -> Path:
    """Folder of the real exports; without it the tests that need them say so and skip."""
    if not REAL.is_dir():
        pytest.skip(f"no real exports in {REAL}: they are not part of a clone")
    return REAL


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """A home with the demo company, loaded, built, tested and published once for all tests."""
    home = make_home(tmp_path_factory.mktemp("demo") / "home")
    home("demo")
    home("run")
    return home
