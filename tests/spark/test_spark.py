"""The same models on Spark: everything builds, every formula holds, every mart is DuckDB's.

In an environment of its own (`make test-spark`): Spark, one demo company, both engines.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pyspark.sql import SparkSession

from kizuna.build import run_dbt
from kizuna.export_raw import export_raw
from kizuna.home import Home, Project
from kizuna.spark.compare import compare_published_mart
from kizuna.spark.session import register, start_session, write_marts

FULL = bool(os.environ.get("KIZUNA_FULL_TESTS"))
PROJECT = Project(Path(__file__).resolve().parents[2])
EVENTS = 8_000
MARTS = sorted(
    model["name"]
    for path in (PROJECT.root / "models/marts").glob("*/_*__models.yml")
    for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
)
SPINE = "intermediate.int_activity__spine"


@dataclass(frozen=True)
class Engines:
    """A demo company, built and published by DuckDB, and the Spark that builds it too."""

    home: Home
    spark: SparkSession
    spark_home: Home

    def dbt(self, *command: str, variables: dict[str, str] | None = None) -> int:
        """Run dbt on Spark; returns how many nodes it ran.

        Raises:
            KizunaError: something failed; the message names it.
        """
        done = run_dbt(PROJECT, self.spark_home, [*command, "--target", "spark"], variables)
        return done.passed + len(done.warned)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Engines:
    folder = tmp_path_factory.mktemp("engines")
    home = Home(folder / "home")
    home.root.mkdir()
    for command in (["demo", "--events", str(EVENTS)], ["run", "--skip-unit-tests"]):
        subprocess.run(
            [sys.executable, "-c", "from kizuna.cli import main; main()", *command],
            env=os.environ | {"KIZUNA_HOME": str(home.root)},
            check=True,
        )
    spark = start_session(folder / "warehouse")
    register(spark, export_raw(home, folder / "raw").script)
    return Engines(home, spark, Home(folder / "spark"))


@pytest.fixture(scope="session")
def built(engines: Engines) -> Engines:
    """Both engines with every seed, model and unit test of the project run."""
    assert engines.dbt("build", "--exclude-resource-type", "test") > 500
    write_marts(engines.spark, MARTS, engines.spark_home.published)
    return engines


def test_seeds_hold_what_their_files_say(built: Engines) -> None:
    for file in (PROJECT.root / "seeds").glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert built.spark.table(f"seeds.{file.stem}").count() == len(lines) - 1
    empty = "select count(*) as rows from seeds.event_types where happening = 'None'"
    assert built.spark.sql(empty).collect()[0]["rows"] == 0


def test_every_trap_holds_on_spark(built: Engines) -> None:
    vectors = list((PROJECT.root / "tests/singular/dialect").glob("*.sql"))
    assert built.dbt("test", "--select", "path:tests/singular/dialect") == len(vectors)


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_is_that_of_duckdb(built: Engines, mart: str) -> None:
    differences = compare_published_mart(built.home, mart, built.spark_home.published)
    assert differences == [], "\n" + "\n".join(map(str, differences))


def test_marts_compared_have_rows(built: Engines) -> None:
    manifest = json.loads((built.home.published / "current/manifest.json").read_text())
    rows = {table["name"]: table["rows"] for table in manifest["tables"]}
    assert sorted(rows) == MARTS
    # No month of the demo company is closed.
    assert {mart for mart, number in rows.items() if not number} == {"mrr_adjustments"}


def test_an_incremental_build_replaces_whole_months(built: Engines) -> None:
    """In another time zone every month is made anew; back in the first one it is as it was."""

    def days() -> dict[str, str]:
        rows = built.spark.sql(f"select event_id, event_date from {SPINE}").collect()
        return {row["event_id"]: str(row["event_date"]) for row in rows if row["event_id"]}

    before = days()
    select = ["run", "--select", "int_activity__event_months", "int_activity__spine"]
    built.dbt(*select, variables={"business_timezone": "America/New_York"})
    elsewhere = days()
    assert elsewhere.keys() == before.keys()
    assert elsewhere != before
    built.dbt(*select)
    assert days() == before


@pytest.mark.skipif(not FULL, reason="600 data tests take 20 minutes; part of make test-full")
def test_every_data_test_passes_on_spark(built: Engines) -> None:
    assert built.dbt("test", "--exclude-resource-type", "unit_test") > 500
