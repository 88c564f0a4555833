"""NPS, satisfaction, coverage and loyalty against METRICS 7 worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pytest

from feedback import MARTS, built, made_up
from feedback_by_hand import Feedback, Table
from loading import times_when_full

TOLERANCE = 1e-9 + 1e-12
"""Two roundings of one number to 9 decimals can lie one step apart."""
KEYS = {
    "nps_summary": ["survey_type", "period_type", "period", "segment_type", "segment"],
    "nps_distribution": ["survey_type", "period_type", "period", "score"],
    "nps_company": ["survey_type", "period_type", "period", "weighting"],
    "account_nps": ["account_id"],
    "nps_coverage": ["survey_type", "period_type", "period"],
    "csat_summary": ["touchpoint", "period_type", "period"],
    "feedback_followup": ["response_id"],
    "feedback_followup_monthly": ["survey_type", "month"],
    "survey_pressure": ["contact_id"],
    "nps_drivers": ["survey_type", "segment_type", "segment", "driver"],
    "loyalty_matrix": ["account_id"],
    "loyalty_transitions": ["month", "from_quadrant", "to_quadrant"],
}
WORLDS = range(1, times_when_full(20, 15) + 1)


def by_hand(facts: Feedback) -> dict[str, Table]:
    return {mart: getattr(facts, mart)() for mart in KEYS}


def rows_of(opened: duckdb.DuckDBPyConnection, mart: str) -> Table:
    found = opened.execute(f"select * from marts.{mart}")
    names = [column[0] for column in found.description]
    table: Table = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        key = tuple(row[name] for name in KEYS[mart])
        assert key not in table, (mart, key)
        table[key] = row
    return table


def same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float | int) and not isinstance(right, bool):
        return abs(left - right) <= TOLERANCE
    return bool(left == right)


def differences(mart: str, sql: Table, hand: Mapping[Any, Mapping[str, Any]]) -> list[str]:
    found = [f"{mart} {key}: only in SQL {sql[key]}" for key in sql.keys() - hand.keys()]
    found += [f"{mart} {key}: only by hand {hand[key]}" for key in hand.keys() - sql.keys()]
    for key in sql.keys() & hand.keys():
        for column, value in hand[key].items():
            if not same(sql[key][column], value):
                found.append(f"{mart} {key} {column}: SQL {sql[key][column]}, by hand {value}")
    return sorted(found)


@pytest.mark.parametrize("seed", WORLDS)
def test_marts_are_what_the_hand_finds(seed: int) -> None:
    world = made_up(seed)
    with built(world) as opened:
        ids = opened.execute(
            "select source_response_id, response_id from marts.fct_survey_responses"
        ).fetchall()
        tables = {mart: rows_of(opened, mart) for mart in KEYS}
    assert set(KEYS) == set(MARTS) - {"fct_survey_responses"}
    assert len(ids) == len(world.responses)
    expected = by_hand(world.feedback(dict(ids)))
    assert [line for mart in KEYS for line in differences(mart, tables[mart], expected[mart])] == []
