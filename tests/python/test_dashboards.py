"""The dashboards' bundle fits the published marts; `make test-bi` shows it in a real Superset."""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest
import yaml

from conftest import PROJECT, Kizuna

pytestmark = pytest.mark.build
SUPERSET = PROJECT / "dashboards" / "superset"


@pytest.fixture(scope="module")
def serve() -> ModuleType:
    """The server's module, which needs no Superset before it starts one."""
    spec = importlib.util.spec_from_file_location("serve", SUPERSET / "serve.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def published(demo: Kizuna) -> Path:
    return demo.home / "published" / "current" / "kizuna.duckdb"


@pytest.fixture(scope="module")
def bundle(serve: ModuleType, published: Path) -> dict[str, dict[str, Any]]:
    """The files of the bundle as Superset gets it, by their name in it."""
    with zipfile.ZipFile(io.BytesIO(serve.bundle(published))) as archive:
        return {
            name.removeprefix("kizuna/"): yaml.safe_load(archive.read(name))
            for name in archive.namelist()
        }


def of(bundle: dict[str, dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (told for name, told in bundle.items() if name.startswith(f"{kind}/"))


def names_in(chart: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the columns and the metrics that a chart's settings name."""
    params = chart["params"]
    columns = {*params.get("groupby", []), *params.get("all_columns", [])}
    columns |= {params["x_axis"]} if "x_axis" in params else set()
    columns |= {one["subject"] for one in params["adhoc_filters"] if "subject" in one}
    columns |= {json.loads(one)[0] for one in params.get("order_by_cols", [])}
    metrics = set(params.get("metrics", []))
    metrics |= {params["metric"]} if "metric" in params else set()
    return columns, metrics


def test_the_bundle_is_the_same_until_something_changes(serve: ModuleType, published: Path) -> None:
    assert serve.bundle(published) == serve.bundle(published)


def test_the_file_is_opened_read_only_by_its_absolute_path(
    bundle: dict[str, dict[str, Any]], published: Path
) -> None:
    (database,) = of(bundle, "databases")
    assert database["sqlalchemy_uri"] == f"duckdb:///{published}"
    assert published.is_absolute()
    told = database["extra"]["engine_params"]["connect_args"]
    assert told["read_only"] is True
    assert told["config"]["enable_external_access"] == "false"
    assert not any(database[f"allow_{what}"] for what in ("ctas", "cvas", "dml", "file_upload"))


def test_another_superset_may_see_the_file_elsewhere(serve: ModuleType, published: Path) -> None:
    packed = serve.bundle(published, "/published/current/kizuna.duckdb")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read("kizuna/databases/kizuna.yaml").decode()
    assert "sqlalchemy_uri: duckdb:////published/current/kizuna.duckdb\n" in text


def test_everything_a_chart_names_is_there(bundle: dict[str, dict[str, Any]]) -> None:
    datasets = {dataset["uuid"]: dataset for dataset in of(bundle, "datasets")}
    for chart in of(bundle, "charts"):
        dataset = datasets[chart["dataset_uuid"]]
        columns = {column["column_name"] for column in dataset["columns"]}
        metrics = {metric["metric_name"] for metric in dataset["metrics"]}
        named_columns, named_metrics = names_in(chart)
        assert named_columns <= columns, chart["slice_name"]
        assert named_metrics <= metrics, chart["slice_name"]
        (query,) = json.loads(chart["query_context"])["queries"]
        assert set(query["metrics"] or []) == named_metrics, chart["slice_name"]


def test_uuids_are_unique_and_lead_somewhere(bundle: dict[str, dict[str, Any]]) -> None:
    uuids = [told["uuid"] for told in bundle.values() if "uuid" in told]
    assert len(uuids) == len(set(uuids))
    charts = {chart["uuid"] for chart in of(bundle, "charts")}
    (database,) = of(bundle, "databases")
    assert {dataset["database_uuid"] for dataset in of(bundle, "datasets")} == {database["uuid"]}
    for dashboard in of(bundle, "dashboards"):
        for part in dashboard["position"].values():
            if isinstance(part, dict) and part["type"] == "CHART":
                assert part["meta"]["uuid"] in charts


def test_hidden_rows_are_left_out(bundle: dict[str, dict[str, Any]]) -> None:
    """Few answers tell who said what: no chart of answers shows them."""
    datasets = {dataset["uuid"]: dataset["table_name"] for dataset in of(bundle, "datasets")}
    guards = {"nps_summary": "is_hidden", "csat_summary": "responses"}
    guards["nps_distribution"] = "all_responses"
    for chart in of(bundle, "charts"):
        if guard := guards.get(datasets[chart["dataset_uuid"]]):
            told = {
                (one["subject"], one["operator"], one["comparator"])
                for one in chart["params"]["adhoc_filters"]
            }
            assert {(guard, "==", False), (guard, ">=", 5)} & told, chart["slice_name"]


def test_a_build_that_does_not_fit_is_named(
    serve: ModuleType, published: Path, tmp_path: Path
) -> None:
    other = tmp_path / "kizuna.duckdb"
    with duckdb.connect(other) as connection:
        connection.execute("create schema marts; create table marts.build_info as select 1 as x")
    with pytest.raises(SystemExit, match="does not fit the dataset account_channel_monthly"):
        serve.bundle(other)
