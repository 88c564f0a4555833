"""Staging views of one source in a home, without a dbt run for every test module.

Parsing the project is what takes dbt longest, so it compiles all staging views and their data tests
once a session; each home then gets its views as plain SQL. Unit tests run with `kizuna run`.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

from compiling import FUNCTIONS, compile_sql
from conftest import Kizuna


def written(folder: Path, files: Mapping[str, str], encoding: str = "utf-8") -> list[Path]:
    """Write files into a folder by their names below it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
    return [folder / name for name in files]


def land(home: Kizuna, source: str, files: Mapping[str, str], encoding: str = "utf-8") -> None:
    """Write files into the landing folder of a source, each by `<table>/<name>`."""
    written(home.home / "landing" / source, files, encoding)


def build_staging(home: Kizuna, source: str) -> None:
    """Create the views of a source over the raw tables of a home, and run their data tests."""
    functions, compiled = _compiled()
    folder = compiled / source
    with duckdb.connect(home.home / "warehouse/kizuna.duckdb") as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(functions)
        connection.execute("create schema if not exists staging")
        waiting = sorted([*folder.glob("*.sql"), *folder.glob("base/*.sql")])
        while waiting:  # a view may read one that comes later
            errors = {view: error for view in waiting if (error := _fault(connection, view))}
            assert len(errors) < len(waiting), errors
            waiting = list(errors)
        for test in folder.glob("*.yml/*.sql"):
            found = connection.execute(test.read_text(encoding="utf-8")).fetchmany(5)
            assert found == [], test.stem


@cache
def _compiled() -> tuple[str, Path]:
    """Return what makes the functions, and the folder with the compiled SQL of all sources.

    The folder goes when the session ends. Tests that only warn are left out.
    """
    home = Path(tempfile.mkdtemp(prefix="kizuna-staging-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    functions = compile_sql(home, *FUNCTIONS)
    compile_sql(home, "--select", "path:models/staging")
    manifest = json.loads((home / "target/manifest.json").read_text(encoding="utf-8"))
    for node in manifest["nodes"].values():
        path = node.get("compiled_path")
        if path and node["config"].get("severity", "").lower() == "warn":
            (home / path).unlink()
    return functions, home / "target/compiled/kizuna/models/staging"


def _fault(connection: duckdb.DuckDBPyConnection, view: Path) -> str:
    """Create a view; return what DuckDB does not find, if anything."""
    sql = view.read_text(encoding="utf-8")
    try:
        connection.execute(f"create or replace view staging.{view.stem} as {sql}")
    except duckdb.CatalogException as error:
        return str(error)
    return ""
