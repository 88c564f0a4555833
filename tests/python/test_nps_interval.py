"""The interval of NPS: written vectors, and how often it holds what is true.

The SQL macros are what is evaluated, as `kizuna bench nps` reads them. Coverage is summed over
every possible outcome; a simulation, which shares no step with that sum, stands beside it.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import duckdb
import pytest

from conftest import FULL, PROJECT
from kizuna.bench.nps import Truth, bench_nps, coverage, interval_sql, simulate, truths
from kizuna.home import Project

STEP = 5 if FULL else 10
"""Between the shares of the grid, in percent."""
ANSWERS = (30, 31, 40, 50, 75, 100, 150, 200, 400, 800) if FULL else (30, 50, 100, 400)
DRAWS = 100_000 if FULL else 10_000
PLACES = Project(PROJECT)


def by_hand(promoters: int, detractors: int, answers: int) -> tuple[float, float]:
    """Return the adjusted-Wald interval as METRICS 7 writes it."""
    n = answers + 3
    p, d = (promoters + 0.75) / n, (detractors + 0.75) / n
    centre = 100 * (p - d)
    half_width = 196 * math.sqrt((p + d - (p - d) ** 2) / n)
    return max(-100.0, centre - half_width), min(100.0, centre + half_width)


def by_sql(*counts: tuple[int, int, int]) -> list[tuple[float, float]]:
    low, high = interval_sql(PLACES)
    values = ", ".join(map(str, counts))
    return duckdb.sql(
        f"select {low}, {high} from (values {values}) as c (promoters, detractors, responses)"
    ).fetchall()


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((5, 2, 10), -19.1, 65.2),
        ((50, 20, 100), 14.1, 44.2),
        ((200, 80, 400), 22.2, 37.4),
        ((3, 0, 3), -6.6, 100),
    ],
)
def test_the_written_vectors(counts: tuple[int, int, int], low: float, high: float) -> None:
    for interval in (by_hand(*counts), *by_sql(counts)):
        assert tuple(round(end, 1) for end in interval) == (low, high)


def test_the_macros_are_the_formula() -> None:
    counts = [
        (promoters, detractors, answers)
        for answers in (*range(1, 31), 100, 1000)
        for promoters in range(0, answers + 1, max(1, answers // 10))
        for detractors in range(0, answers - promoters + 1, max(1, answers // 10))
    ]
    for one, interval in zip(counts, by_sql(*counts), strict=True):
        assert interval == pytest.approx(by_hand(*one), abs=1e-9), one


@cache
def covered() -> list[dict[str, Any]]:
    return coverage(PLACES, truths(range(STEP, 100, STEP), ANSWERS), DRAWS // 10)


def test_the_interval_holds_the_truth_in_93_to_97_of_100_surveys() -> None:
    promised = [row for row in covered() if row["is_promised"]]
    assert len(promised) == sum(
        min(promoters, detractors, 100 - promoters - detractors) >= 10
        for promoters in range(STEP, 100, STEP)
        for detractors in range(STEP, 100, STEP)
    ) * len(ANSWERS)
    assert [row for row in promised if not 0.93 <= row["ours"] <= 0.97] == []


def test_the_plain_interval_does_not() -> None:
    few = [row["wald"] for row in covered() if row["is_promised"] and row["answers"] == 30]
    assert min(few) < 0.92


def test_simulated_surveys_agree() -> None:
    # Five standard errors of so many draws: one of three million rows lies outside by chance.
    for row in covered():
        spread = math.sqrt(row["ours"] * (1 - row["ours"]) / (DRAWS // 10))
        assert abs(row["ours"] - row["ours_simulated"]) <= 5 * spread + 0.002, row


def test_simulated_surveys_have_the_shares_that_are_true() -> None:
    for truth in (Truth(50, 20, 10), Truth(10, 80, 400), Truth(90, 5, 100)):
        found = simulate(truth, DRAWS, 1)
        assert found.total() == DRAWS
        assert found == simulate(truth, DRAWS, 1)
        assert found != simulate(truth, DRAWS, 2)
        for place, share in ((0, truth.promoters / 100), (1, truth.detractors / 100)):
            mean = sum(counts[place] * times for counts, times in found.items()) / DRAWS
            spread = math.sqrt(truth.answers * share * (1 - share) / DRAWS)
            assert abs(mean - truth.answers * share) < 5 * spread


def test_the_outcomes_of_few_answers_add_up_by_hand() -> None:
    truth = Truth(50, 20, 3)
    expected = sum(
        math.comb(3, promoters)
        * math.comb(3 - promoters, detractors)
        * 0.5**promoters
        * 0.2**detractors
        * 0.3 ** (3 - promoters - detractors)
        for promoters in range(4)
        for detractors in range(4 - promoters)
        if by_hand(promoters, detractors, 3)[0] <= 30 <= by_hand(promoters, detractors, 3)[1]
    )
    (row,) = coverage(PLACES, [truth])
    assert row["ours"] == pytest.approx(expected, abs=1e-6)
    assert row["ours_simulated"] is None
    assert not row["is_promised"]


def test_the_table_is_the_same_each_time() -> None:
    lines: list[str] = []
    first = bench_nps(PLACES, 100, 7, lines.append)
    assert first == bench_nps(PLACES, 100, 7, lambda _: None)
    assert len(lines) == len(first["rows"]) + 1
    assert 0.93 <= first["ours"]["smallest"] <= first["ours"]["largest"] <= 0.97
    assert first["wald"]["smallest"] < 0.92
