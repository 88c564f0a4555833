"""Fixtures: homes, the command line as a user runs it, and the real exports where they exist."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from compiling import PROJECT as PROJECT
from compiling import SHARED, made_once, run_dbt
from kizuna.contracts import read_sources

os.environ["COLUMNS"] = "200"  # the command line asks when it is imported
REAL = PROJECT.parent / "shared" / "real"
REAL_MAPPINGS = Path(__file__).parent / "real_mappings"
FULL = bool(os.environ.get("KIZUNA_FULL_TESTS"))
"""Whether the long forms run too: `make test-full`."""
WITHOUT_DBT = {"builds", "diff", "load", "map", "publish", "reload", "report", "rollback", "status"}
"""Commands that leave nothing behind in the process they run in."""
LONGEST = ["test_publish", "test_real", "test_spine_incremental", "test_identity", "test_purchases"]
LONGEST += ["test_retention", "test_reload", "test_revenue", "test_faults", "test_score"]
LONGEST += ["test_formats", "test_bench"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, so that no worker is left alone with one in the end.

    The next ones are those that do not wait for the demo's home, which the first one makes.
    """
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


@dataclass(frozen=True)
class Kizuna:
    """A home folder and the command line that works on it."""

    home: Path

    def __call__(self, *arguments: str | Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
        told = list(map(str, arguments))
        done = self._here(told) if told[0] in WITHOUT_DBT else self.apart(*told)
        if ok:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def apart(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line in a process of its own."""
        return subprocess.run(
            [sys.executable, "-c", "from kizuna.cli import main; main()", *arguments],
            env=os.environ | {"KIZUNA_HOME": str(self.home)},
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )

    def _here(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        """Run it within this process: starting Python takes longer than loading a small file."""
        from kizuna.cli import main

        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.home),
            pytest.MonkeyPatch.context() as patched,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            patched.setenv("KIZUNA_HOME", str(self.home))
            patched.setattr(sys, "argv", ["kizuna", *arguments])
            try:
                main()
                code = 0
            except SystemExit as stop:
                code = int(stop.code or 0)
            except Exception:
                traceback.print_exc()
                code = 1
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def query(self, sql: str, database: str = "published/current") -> list[tuple[Any, ...]]:
        """Query the published file, or with `warehouse` the work file."""
        file = self.home / database / "kizuna.duckdb"
        with duckdb.connect(file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def raw(self, sql: str) -> list[tuple[Any, ...]]:
        return self.query(sql, "warehouse")

    def dbt(self, *arguments: str, variables: Mapping[str, Any] | None = None) -> None:
        """Run dbt as an analyst does, in the checkout."""
        run_dbt(self.home, *arguments, variables=variables)

    def marts(self, database: str, exempt: dict[str, list[str]]) -> dict[str, list[Any]]:
        """Return the rows of every mart, without the columns that are exempt, to be compared."""
        file = self.home / database / "kizuna.duckdb"
        found = {}
        with duckdb.connect(file, read_only=True) as connection:
            tables = connection.execute(
                "select table_name from information_schema.tables where table_schema = 'marts'"
            ).fetchall()
            for (table,) in tables:
                left_out = f"exclude ({', '.join(exempt[table])})" if table in exempt else ""
                found[table] = comparable(
                    connection.execute(
                        f"select * {left_out} from marts.{table} order by all"
                    ).fetchall()
                )
        return found


def comparable(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out the digits of floating point that the order of a summation decides."""
    return [
        tuple(round(value, 6) if isinstance(value, float) else value for value in row)
        for row in rows
    ]


def make_home(folder: Path, mappings: Iterable[Path] = ()) -> Kizuna:
    folder.mkdir(parents=True, exist_ok=True)
    for mapping in mappings:
        (folder / "mappings").mkdir(exist_ok=True)
        shutil.copy(mapping, folder / "mappings")
    return Kizuna(folder)


@pytest.fixture
def kizuna(tmp_path: Path) -> Kizuna:
    return make_home(tmp_path / "home")


@pytest.fixture(scope="session", autouse=True)
def shared_by_workers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name the folder of what is made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    os.environ[SHARED] = str(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session", autouse=True)
def contracts_are_read_once() -> Iterator[None]:
    """Keep the loader from reading the same contracts for every file."""
    read = cache(read_sources)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kizuna.load.loader.read_sources", lambda staging: dict(read(staging)))
        yield


@pytest.fixture(scope="session")
def real() -> Path:
    """Folder of the real exports; without it the tests that need them say so and skip."""
    if not REAL.is_dir():
        pytest.skip(f"no real exports in {REAL}: they are not part of a clone")
    return REAL


@pytest.fixture(scope="session")
def demo() -> Kizuna:
    """A home with the demo company, loaded, built, tested and published once for all tests.

    Tests that run side by side share it: the first one that needs it makes it, no test changes it.
    """
    with made_once("demo") as (folder, is_made):
        home = Kizuna(folder / "home")
        if not is_made:
            shutil.rmtree(home.home, ignore_errors=True)
            make_home(home.home)
            home("demo")
            home("run")
    return home
