"""A Spark within this process, for tests: two cores, no server, no metastore."""

from __future__ import annotations

import os
from pathlib import Path

from pyspark.sql import SparkSession

MEMORY = "4g"
# The plans of some hundred models fill the cache of compiled code that Java has by default.
JAVA_OPTIONS = ["-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=512m"]
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # What every cluster that builds Kizuna must set too (docs/engines.md).
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.sources.default": "parquet",
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    # Small data: planning and compiling take longer than the work.
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.default.parallelism": "1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def start_session(folder: Path) -> SparkSession:
    """Start Spark, or return the one that runs in this process.

    Args:
        folder: where its tables lie; they are known only as long as this process lives.
    """
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        f"--driver-memory {MEMORY} --driver-java-options '{' '.join(JAVA_OPTIONS)}' pyspark-shell"
    )
    builder = SparkSession.builder.master("local[2]").appName("kizuna")
    builder = builder.config("spark.sql.warehouse.dir", folder.resolve().as_uri())
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def register(session: SparkSession, script: Path) -> None:
    """Run the script of `kizuna export-raw`, statement by statement."""
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            session.sql(statement)


def write_marts(session: SparkSession, marts: list[str], folder: Path) -> None:
    """Write marts as Parquet, a folder each, with times as DuckDB reads them."""
    session.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    for mart in marts:
        session.table(f"marts.{mart}").write.mode("overwrite").parquet(str(folder / mart))
