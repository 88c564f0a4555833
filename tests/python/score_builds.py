"""Builds of the score's history, now and as of past days from only what was available by then.

Run as `python score_builds.py HOME DAY …`, in a process of its own, since dbt keeps the work file
open. The history of everything loaded is written to HOME/whole.parquet. Then, for each day, the
latest first, raw rows that became available after it are deleted for good, and the history as of it
is written to HOME/DAY.parquet.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner

from compiling import rare_collections, read_project
from kizuna.home import Home

PROJECT = Path(__file__).resolve().parents[2]
HISTORY = "account_engagement_history"


def run_dbt(home: Home, manifest: Any, variables: dict[str, str], *command: str) -> Any:
    """Run one command of dbt on a project that was read before."""
    flags = ["--quiet", "--log-level", "none", "--log-level-file", "none"]
    flags += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")]
    flags += ["--target-path", str(home.target), "--log-path", str(home.logs)]
    done = dbtRunner(manifest=manifest).invoke([*command, *flags, "--vars", json.dumps(variables)])
    assert done.success, done.exception or [
        (one.node.name, one.message)
        for one in getattr(done.result, "results", [])
        if str(one.status) != "success"
    ]
    return done.result


def forget_after(home: Home, day: date) -> None:
    """Delete every raw row that was not available when the day ended in Japan."""
    end = f"{day} 15:00:00"
    with duckdb.connect(home.warehouse) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name like 'raw_%' and schema_name <> 'raw_reference'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"delete from {table} where _available_at >= '{end}'")


def main(folder: Path, days: list[date]) -> None:
    """Build, forget, build, forget …."""
    os.environ["KIZUNA_HOME"] = str(folder)
    home = Home(folder)
    manifest = read_project({})
    build = ["run", "--full-refresh", "--select", f"+{HISTORY}"]
    for day in [None, *sorted(days, reverse=True)]:
        if day is not None:
            forget_after(home, day)
        run_dbt(home, manifest, {"as_of_date": str(day)} if day else {}, *build)
        with duckdb.connect(home.warehouse) as connection:
            file = folder / f"{day or 'whole'}.parquet"
            connection.execute(f"copy marts.{HISTORY} to '{file}' (format parquet)")


if __name__ == "__main__":
    rare_collections()
    main(Path(sys.argv[1]), [date.fromisoformat(day) for day in sys.argv[2:]])
