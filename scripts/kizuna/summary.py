"""The few figures that a run ends with, read from the published file like any reader would."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

from kizuna.home import WAREHOUSE_NAME


def key_figures(build: Path) -> list[str]:
    """Return the figures of a published build, one line each; a figure without data is left out."""
    sql = (files("kizuna") / "sql" / "key_figures.sql").read_text(encoding="utf-8")
    with duckdb.connect(build / f"{WAREHOUSE_NAME}.duckdb", read_only=True) as connection:
        rows = connection.execute(sql).fetchall()
    return [f"{label:<9}{text}" for label, text in rows if text is not None]
