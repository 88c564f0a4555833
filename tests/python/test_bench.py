"""Measurements: what they compare is what they say, and they leave nothing behind."""

from __future__ import annotations

import json

import pytest

from conftest import FULL, Kizuna

pytestmark = pytest.mark.skipif(not FULL, reason="measurements run in `make test-full`")


def leftovers(kizuna: Kizuna) -> list[str]:
    return [path.name for path in kizuna.home.iterdir() if path.name.startswith("bench-")]


def test_loading_is_measured_with_all_three_programs(kizuna: Kizuna) -> None:
    result = json.loads(kizuna("bench", "load", "--events", "2000", "--json").stdout)
    for form in ("csv", "parquet"):
        assert result[form]["ratio_to_duckdb"] > 0
        assert result[form]["times_faster_than_dlt"] > 0
        assert set(result[form]["seconds"]) >= {"duckdb", "kizuna", "dlt"}
    assert result["peak_mib"] > 0
    assert leftovers(kizuna) == []


@pytest.mark.build
def test_the_score_by_running_sums_is_that_by_a_join(kizuna: Kizuna) -> None:
    result = json.loads(kizuna("bench", "score", "--events", "50000", "--json").stdout)
    assert (result["contacts"], result["accounts"]) == (2500, 250)
    assert result["answers_compared"] > 10_000
    assert result["largest_difference"] < 1e-9
    assert result["history_rows"] > 10_000
    assert min(result["history_in_passes"], result["decay_in_passes"]) > 0
    assert result["times_faster_than_join"] > 0
    assert {"pass", "join", "int_score__decay_steps", "account_engagement_history"} <= set(
        result["seconds"]
    )
    assert leftovers(kizuna) == []


def test_the_interval_of_nps_is_measured(kizuna: Kizuna) -> None:
    result = json.loads(kizuna("bench", "nps", "--draws", "1000", "--json").stdout)
    assert 0.93 <= result["ours"]["smallest"] <= result["ours"]["largest"] <= 0.97
    assert result["wald"]["smallest"] < result["ours"]["smallest"]
    assert result["largest_difference"] < 0.05
    assert len(result["rows"]) > 100
    assert kizuna("bench", "nps", "--draws", "1000").stdout.count("\n") > len(result["rows"])
    assert leftovers(kizuna) == []
