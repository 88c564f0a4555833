"""Staging models of one source in a home, without a dbt run for every test module.

Parsing the project is what takes dbt longest, so it compiles all staging models and their data
tests once a session; each home then gets its models as plain SQL. Unit tests run with `kizuna run`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

from compiling import FUNCTIONS, compile_sql, made_once
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
    """Create the models of a source over the raw tables of a home, and run their data tests."""
    functions, compiled, tables = _compiled()
    folder = compiled / source
    with duckdb.connect(home.home / "warehouse/kizuna.duckdb") as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(functions)
        connection.execute("create schema if not exists staging")
        waiting = sorted([*folder.glob("*.sql"), *folder.glob("base/*.sql")])
        while waiting:  # a model may read one that comes later
            errors = {
                model: error
                for model in waiting
                if (error := _fault(connection, model, "table" if model.stem in tables else "view"))
            }
            assert len(errors) < len(waiting), errors
            waiting = list(errors)
        for test in folder.glob("*.yml/*.sql"):
            found = connection.execute(test.read_text(encoding="utf-8")).fetchmany(5)
            assert found == [], test.stem


@cache
def _compiled() -> tuple[str, Path, set[str]]:
    """Return what makes the functions, the folder with the SQL of all sources, and what is a table.

    Tests that only warn are left out.
    """
    with made_once("staging") as (home, is_made):
        if not is_made:
            (home / "functions.sql").write_text(compile_sql(home, *FUNCTIONS), encoding="utf-8")
            compile_sql(home, "--select", "path:models/staging")
        manifest = json.loads((home / "target/manifest.json").read_text(encoding="utf-8"))
        for node in manifest["nodes"].values():
            path = node.get("compiled_path")
            if path and node["config"].get("severity", "").lower() == "warn":
                (home / path).unlink(missing_ok=True)
    tables = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["config"].get("materialized") == "table"
    }
    functions = (home / "functions.sql").read_text(encoding="utf-8")
    return functions, home / "target/compiled/kizuna/models/staging", tables


def _fault(connection: duckdb.DuckDBPyConnection, model: Path, kind: str) -> str:
    """Create a view or table; return what DuckDB does not find, if anything."""
    sql = model.read_text(encoding="utf-8")
    try:
        connection.execute(f"create or replace {kind} staging.{model.stem} as {sql}")
    except duckdb.CatalogException as error:
        return str(error)
    return ""
