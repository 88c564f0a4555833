"""The programs that are measured against `kizuna load`, each run in a process of its own.

Run as `python -m kizuna.bench.contenders NAME FORM FILE FOLDER`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import duckdb

TYPES = {
    "event_id": "VARCHAR",
    "send_id": "VARCHAR",
    "campaign_id": "VARCHAR",
    "contact_id": "VARCHAR",
    "email": "VARCHAR",
    "event_type": "VARCHAR",
    "occurred_at": "TIMESTAMP",
    "url": "VARCHAR",
    "user_agent": "VARCHAR",
    "is_bot": "BOOLEAN",
}
ROWS_AT_ONCE = 100_000
"""Rows that the tuned dlt takes at a time; what its documentation shows is its default of 5,000."""


def load_with_duckdb(form: str, file: Path, folder: Path) -> None:
    """Load as DuckDB alone does: no check, no quarantine, no ledger. This is the floor."""
    with duckdb.connect(folder / "floor.duckdb") as connection:
        source = (
            connection.read_csv(str(file), header=True, sep=",", dtype=TYPES)
            if form == "csv"
            else connection.read_parquet(str(file))
        )
        source.create("events")


def _load_with_dlt(form: str, file: Path, folder: Path, **options: Any) -> None:
    os.environ |= {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "DLT_DATA_DIR": str(folder / "dlt"),
        "RUNTIME__LOG_LEVEL": "ERROR",
    }
    import dlt
    from dlt.sources.filesystem import filesystem, read_csv_duckdb, read_parquet

    files = filesystem(bucket_url=file.parent.as_uri(), file_glob=file.name)
    reader = read_csv_duckdb if form == "csv" else read_parquet
    pipeline = dlt.pipeline(
        "events",
        pipelines_dir=str(folder / "pipelines"),
        destination=dlt.destinations.duckdb(str(folder / "dlt.duckdb")),
        dataset_name="raw",
    )
    pipeline.run((files | reader(use_pyarrow=True, **options)).with_name("events"))


def load_with_dlt(form: str, file: Path, folder: Path) -> None:
    """Load with dlt in its fastest documented way: readers that give Arrow, as they are."""
    _load_with_dlt(form, file, folder)


def load_with_tuned_dlt(form: str, file: Path, folder: Path) -> None:
    """Load with dlt in larger batches than its documentation shows."""
    size = "chunk_size" if form == "csv" else "chunksize"
    _load_with_dlt(form, file, folder, **{size: ROWS_AT_ONCE})


CONTENDERS = {
    "duckdb": load_with_duckdb,
    "dlt": load_with_dlt,
    "dlt_tuned": load_with_tuned_dlt,
}

if __name__ == "__main__":
    name, form, file, folder = sys.argv[1:]
    CONTENDERS[name](form, Path(file), Path(folder))
