"""NPS, satisfaction, coverage and loyalty against METRICS 7 worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pytest

from feedback import MARTS, World, built, made_up
from feedback_by_hand import (
    Answer,
    Company,
    Employment,
    Feedback,
    Invitation,
    Person,
    Role,
    Table,
    calendar_periods,
    correlation_interval,
    latest_possible,
    mean_ranks,
    quadrant,
    role_of,
    spearman,
    wilson,
    year_before,
)
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


@cache
def world(seed: int) -> World:
    return made_up(seed)


@cache
def compared(seed: int) -> tuple[dict[str, Table], dict[str, Table]]:
    """Return the marts of a world, and the same by hand."""
    with built(world(seed)) as opened:
        ids = opened.execute(
            "select source_response_id, response_id from marts.fct_survey_responses"
        ).fetchall()
        tables = {mart: rows_of(opened, mart) for mart in KEYS}
    assert len(ids) == len(world(seed).responses)
    return tables, by_hand(world(seed).feedback(dict(ids)))


@pytest.mark.parametrize("seed", WORLDS)
def test_marts_are_what_the_hand_finds(seed: int) -> None:
    tables, expected = compared(seed)
    assert [line for mart in KEYS for line in differences(mart, tables[mart], expected[mart])] == []


def test_every_mart_is_compared() -> None:
    assert set(KEYS) == set(MARTS) - {"fct_survey_responses"}


def test_worlds_hold_what_could_go_wrong() -> None:
    """The worlds would prove nothing if the rare cases never came up in them."""
    answers: Counter[str] = Counter()
    for seed in WORLDS:
        found = world(seed)
        untimed = [row for row in found.responses if row["responded_at"] is None]
        facts = found.feedback({row["response_id"]: row["response_id"] for row in found.responses})
        answers.update(one.invalid_reason or "valid" for one in facts.answers)
        answers["untimed"] += len(untimed)
        answers["nobody's"] += sum(one.contact_id is None for one in facts.answers)
        answers["in columns"] += sum("/" in one.response_id for one in facts.answers)
        answers["two jobs"] += sum(len(one.employments) > 1 for one in found.people)
        answers["day alone"] += sum(
            one.responded_at is not None and latest_possible(one.responded_at) != one.responded_at
            for one in facts.answers
        )
        _, tables = compared(seed)
        for mart, table in tables.items():
            for row in table.values():
                answers.update(
                    f"{mart}.{column}" for column, value in row.items() if value not in (None, 0)
                )
    reasons = {"test", "staff", "not_scored", "no_score", "other_scale", "out_of_range"}
    cases = {*reasons, "not_whole", "valid", "untimed", "nobody's", "two jobs", "in columns"}
    columns = {
        f"{mart}.{column}"
        for mart in KEYS
        for table in [compared(seed)[1][mart] for seed in WORLDS]
        for row in table.values()
        for column in row
    }
    assert (cases | {"day alone"} | columns) - {
        one for one, n in answers.items() if n >= 3
    } == set()


# ---------------------------------------------------------------------------
# The hand itself, on figures small enough to be worked out with a pencil.
# ---------------------------------------------------------------------------

NOON = datetime(2026, 3, 10, 3)
"""Noon of 10 March in Japan."""
AS_OF = date(2026, 3, 31)
ALWAYS = (datetime(1900, 1, 1), datetime(9999, 12, 31))


def vote(number: int, score: float, at: datetime | None = NOON, **other: Any) -> Answer:
    """Return a valid recommend answer of nobody, or what is told otherwise."""
    return Answer(
        **{
            "response_id": f"r{number}",
            "questionnaire": f"f{number}",
            "survey_id": "s",
            "survey_type": "relational",
            "question_id": "q1",
            "question_type": "recommend",
            "touchpoint": None,
            "scale_min": 0,
            "scale_max": 10,
            "score": score,
            "is_test": False,
            "is_staff": False,
            "contact_id": None,
            "account_id": None,
            "responded_at": at,
            "known_at": at or NOON,
            **other,
        }
    )


def facts(*answers: Answer, as_of: date = AS_OF, **other: Any) -> Feedback:
    told = {"people": (), "companies": (), "invitations": (), "events": (), "ledger": None}
    return Feedback(as_of=as_of, answers=answers, **{**told, **other})


def test_by_hand_periods_are_fiscal_and_local() -> None:
    assert [one.period for one in calendar_periods(date(2026, 3, 31))] == [
        *("all", "2026-03", "FY2025-Q4", "FY2025")
    ]
    assert [one.period for one in calendar_periods(date(2026, 4, 1))] == [
        *("all", "2026-04", "FY2026-Q1", "FY2026")
    ]
    new_year = datetime(2026, 3, 31, 15)
    months = {key[1].period for key in facts(vote(1, 9, new_year)).counted}
    assert {"2026-04", "FY2026"} <= months


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({}, None),
        ({"score": 11.0}, "out_of_range"),
        ({"score": -1.0}, "out_of_range"),
        ({"score": 7.5}, "not_whole"),
        ({"score": None}, "no_score"),
        ({"scale_min": 1}, "other_scale"),
        ({"scale_max": None}, "other_scale"),
        ({"is_test": True, "is_staff": True}, "test"),
        ({"is_staff": True}, "staff"),
        ({"question_type": "text"}, "not_scored"),
        ({"question_type": "satisfaction", "scale_min": 1, "scale_max": 5}, "out_of_range"),
        ({"question_type": "satisfaction", "scale_max": 9}, None),
    ],
)
def test_by_hand_answers_count_or_say_why_not(other: dict[str, Any], reason: str | None) -> None:
    assert vote(1, **{"score": 9.0, **other}).invalid_reason == reason


def test_by_hand_the_last_word_counts() -> None:
    c: dict[str, Any] = {"contact_id": "c"}
    later = NOON + timedelta(days=30)
    counted = facts(vote(1, 3, later, **c), vote(2, 9, **c), vote(9, 8, **c), vote(3, 1)).counted
    scores = {key[1].period: sorted(one.score or 0 for one in of) for key, of in counted.items()}
    assert scores["all"] == [1, 3]
    assert scores["2026-03"] == [1, 8]
    assert scores["FY2026"] == [3]
    assert scores["s"] == [1, 3]


def test_by_hand_nps_of_ten() -> None:
    votes = [vote(number, score) for number, score in enumerate([9] * 5 + [0] * 2 + [7] * 3)]
    row = facts(*votes).nps_summary()["relational", "all", "all", "all", "all"]
    assert (row["promoters"], row["passives"], row["detractors"]) == (5, 3, 2)
    assert row["nps"] == 30
    assert (round(row["ci_low"], 1), round(row["ci_high"], 1)) == (-19.1, 65.2)
    few = facts(*votes[:4]).nps_summary()["relational", "all", "all", "all", "all"]
    assert (few["nps"], few["ci_low"], few["is_hidden"], few["promoters"]) == (None, None, True, 4)


def test_by_hand_each_account_has_one_vote() -> None:
    accounts = [("a", 9.0), ("a", 9.0), ("a", 0.0), ("b", 0.0)]
    accounts += [(name, 10.0) for name in "cdef"]
    votes = [vote(n, score, account_id=name) for n, (name, score) in enumerate(accounts)]
    table = facts(*votes).nps_company()
    row = table["relational", "all", "all", "account"]
    assert (row["responses"], row["accounts"], row["effective_votes"]) == (8, 6, 6)
    # Promoters 4 + 2/3 of 6, detractors 1 + 1/3 of 6.
    assert row["nps"] == pytest.approx(100 * (14 / 3 - 4 / 3) / 6)
    assert ("relational", "all", "all", "mrr") not in table


def test_by_hand_an_account_thinks_what_its_people_last_said() -> None:
    chief = Person("c", [Employment("a", *ALWAYS)], [Role("社長", True, *ALWAYS)])
    moved_at = NOON + timedelta(days=1)
    jobs = [Employment("a", ALWAYS[0], moved_at), Employment("b", moved_at, ALWAYS[1])]
    old = NOON.replace(year=2025, day=1)
    told = facts(
        vote(1, 3, contact_id="c", account_id="a"),
        vote(2, 9, account_id="a"),
        vote(3, 0, contact_id="left", account_id="a"),
        vote(4, 0, old, account_id="a"),
        vote(5, 8, contact_id="c", account_id="b"),
        people=[chief, Person("left", jobs)],
    )
    table = told.account_nps()
    # The president counts twice: (2 * 3 + 9) / 3.
    assert table["a",]["mean_score"] == 5
    assert table["a",]["respondents"] == 2
    assert table["a",]["decision_maker_detractor"]
    assert table["b",]["nps_band"] == "passive"


def test_by_hand_silence() -> None:
    asked = NOON - timedelta(days=3)
    invitations = [
        Invitation("s", "relational", name, account, asked)
        for name, account in [("c1", "a"), ("c2", "a"), ("c2", "a"), ("c3", "b")]
    ]
    told = facts(
        vote(1, 9, contact_id="c1"),
        vote(2, 9, contact_id="c3", at=asked - timedelta(days=1)),
        vote(3, 9, contact_id="c4"),
        vote(4, 9),
        invitations=invitations,
    )
    row = told.nps_coverage()["relational", "survey_wave", "s"]
    assert (row["invited"], row["answered"], row["silent_contacts"]) == (3, 1, 2)
    assert (row["accounts_invited"], row["silent_accounts"]) == (2, 1)
    assert (row["answered_uninvited"], row["anonymous_answers"]) == (1, 1)
    assert facts(vote(1, 9)).nps_coverage()["relational", "all", "all"]["invited"] is None


def test_by_hand_satisfaction() -> None:
    scale: dict[str, Any] = {"question_type": "satisfaction", "scale_min": 0, "scale_max": 4}
    votes = [vote(number, score, **scale) for number, score in enumerate([4, 3, 2, 0])]
    votes.append(vote(9, 9, question_type="satisfaction"))
    row = facts(*votes).csat_summary()["(unknown)", "all", "all"]
    assert (row["responses"], row["top2"], row["csat"], row["mean_score"]) == (4, 2, 0.5, 3.25)
    assert row["other_scale_responses"] == 1
    # 8 of 10: published as 0.490 to 0.943.
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=5e-4)


def test_by_hand_ranks_and_their_correlation() -> None:
    assert mean_ranks([3, 1, 3, 2]) == [Fraction(7, 2), 1, Fraction(7, 2), 2]
    assert spearman([(1, 2), (2, 4), (3, 4.5)]) == 1
    assert spearman([(1, 3), (2, 2), (3, 1)]) == -1
    assert spearman([(1, 1), (2, 1)]) is None
    # Without ties 1 - 6 * sum of squares / (n^3 - n): ranks differ by 1, 1, 0, 1, 1.
    assert spearman([(1, 2), (2, 1), (3, 3), (4, 5), (5, 4)]) == pytest.approx(0.8)
    assert correlation_interval(0.5, 3) == (None, None)
    assert correlation_interval(-1, 9) == (-1, -1)
    assert correlation_interval(0.0, 103) == pytest.approx((-0.193528, 0.193528), abs=1e-6)


def test_by_hand_small_things() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert role_of(Role("代表取締役社長", False, *ALWAYS)) == ("executive", 2)
    assert role_of(None) == ("(unknown)", 1)
    assert [quadrant(*one) for one in [(50, 7), (49, 7), (50, 6.9), (0, 0), (None, 9)]] == [
        *("co_creator", "silent_supporter", "at_risk_enthusiast", "drifting", "unknown")
    ]
    company = Company("a", scores={date(2026, 2, 28): (80, "A"), AS_OF: (20, "D")})
    told = facts(*(vote(n, 9, account_id="a") for n in range(2)), companies=[company])
    assert told.loyalty_transitions() == {
        (date(2026, 3, 1), "unknown", "silent_supporter"): {"accounts": 1}
    }
    assert told.loyalty_matrix()["a",]["previous_quadrant"] == "unknown"
    assert told.loyalty_matrix()["a",]["behavioural_loyalty"] is None
