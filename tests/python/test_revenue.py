"""MRR, its movements, retention, survival and churn against METRICS 6 worked out by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import PROJECT, Kizuna
from loading import times_when_full
from revenue import Account, Row, World, built
from revenue_by_hand import (
    Bridge,
    CohortCell,
    Ledger,
    Retention,
    Subscription,
    SurvivalPoint,
    kaplan_meier,
    last_day,
    month_of,
    months_later,
)

# Two roundings of one number to 9 decimals can lie one step apart.
TOLERANCE = 1e-9 + 1e-12

# ---------------------------------------------------------------------------
# The oracle itself, on contracts small enough to be worked out with a pencil.
# ---------------------------------------------------------------------------

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))
MONTHLY = Subscription(
    account_id="a",
    product=None,
    charge_type="recurring",
    currency="JPY",
    billing_interval="month",
    interval_count=1,
    amount=Decimal(100),
    is_trial=False,
    started_on=JANUARY,
    ends_on=None,
)


def period(start: date = JANUARY, end: date | None = None, **other: Any) -> Subscription:
    """Return a contract of account a over 100 yen a month, or what is told otherwise."""
    return replace(MONTHLY, started_on=start, ends_on=end, **other)


def ledger(*periods: Subscription, as_of: date = date(2026, 4, 30)) -> Ledger:
    return Ledger(periods, as_of)


def moves(facts: Ledger, currency: str = "JPY") -> list[tuple[int, str, int]]:
    """Return month, movement and MRR at the end."""
    return [
        (row.month.month, row.movement, int(row.end_mrr))
        for row in facts.movements()
        if row.currency == currency
    ]


@pytest.mark.parametrize(
    ("amount", "interval", "number", "mrr"),
    [
        ("100", "year", 1, "8.33"),
        ("100", "half_year", 1, "16.67"),
        ("100", "quarter", 1, "33.33"),
        ("100", "week", 1, "433.33"),
        ("100", "day", 1, "3041.67"),
        ("100", "month", 3, "33.33"),
        ("100", "year", 2, "4.17"),
        ("0.06", "year", 1, "0.01"),
        ("1.0050", "month", 1, "1.01"),
        ("1.0049", "month", 1, "1.00"),
        ("-100", "month", 1, "0"),
    ],
)
def test_by_hand_a_price_becomes_a_months_share(
    amount: str, interval: str, number: int, mrr: str
) -> None:
    priced = period(amount=Decimal(amount), billing_interval=interval, interval_count=number)
    assert priced.mrr == Decimal(mrr)


def test_by_hand_each_subscription_is_rounded_by_itself() -> None:
    quarterly = period(billing_interval="quarter")
    assert ledger(quarterly, quarterly).mrr("a", "JPY", JANUARY) == Decimal("66.66")


@pytest.mark.parametrize(
    "other",
    [
        {"charge_type": "one_off"},
        {"charge_type": "tax"},
        {"charge_type": "metered", "billing_interval": None, "amount": None},
        {"is_trial": True},
        {"amount": Decimal(0)},
        {"ends_on": JANUARY},
    ],
)
def test_by_hand_what_does_not_recur_is_no_mrr(other: dict[str, Any]) -> None:
    assert list(ledger(replace(MONTHLY, **other)).account_months()) == []


def test_by_hand_periods_are_half_open() -> None:
    for end, moved in [(FEBRUARY, [(1, "new", 100), (2, "churn", 0)]), (date(2026, 1, 31), [])]:
        assert moves(ledger(period(end=end))) == moved


def test_by_hand_the_running_month_is_that_of_the_as_of_date() -> None:
    runs_on = period(end=date(2026, 3, 20))
    assert moves(ledger(runs_on, as_of=date(2026, 3, 19)))[-1] == (3, "none", 100)
    assert moves(ledger(runs_on, as_of=date(2026, 3, 20)))[-1] == (3, "churn", 0)
    assert moves(ledger(period(start=MARCH), as_of=date(2026, 2, 28))) == []


def test_by_hand_a_leap_day_is_the_last_of_its_month() -> None:
    day = ledger(period(date(2024, 2, 29), date(2024, 3, 1)), as_of=date(2024, 3, 1))
    assert moves(day) == [(2, "new", 100), (3, "churn", 0)]


def test_by_hand_an_upgrade_on_the_31st_counts_in_that_month() -> None:
    day = date(2026, 1, 31)
    upgraded = ledger(period(date(2025, 12, 5), day), period(day, amount=Decimal(150)))
    assert moves(upgraded)[:2] == [(12, "new", 100), (1, "expansion", 150)]


def test_by_hand_one_of_two_subscriptions_cancelled_is_contraction() -> None:
    both = ledger(period(end=date(2026, 3, 10)), period(amount=Decimal(40)))
    assert moves(both) == [
        (1, "new", 140),
        (2, "none", 140),
        (3, "contraction", 40),
        (4, "none", 40),
    ]


def test_by_hand_a_return_is_reactivation_unless_within_the_month() -> None:
    returns = period(date(2026, 2, 20))
    assert moves(ledger(period(end=date(2026, 1, 20)), returns))[0] == (2, "new", 100)
    assert moves(ledger(period(end=date(2026, 2, 10)), returns))[1] == (2, "none", 100)
    assert moves(ledger(period(end=FEBRUARY), period(APRIL))) == [
        (1, "new", 100),
        (2, "churn", 0),
        (4, "reactivation", 100),
    ]


def test_by_hand_a_change_of_currency_is_neither_churn_nor_new() -> None:
    changed = ledger(period(end=date(2026, 2, 10)), period(date(2026, 2, 10), currency="USD"))
    assert moves(changed) == [(1, "new", 100), (2, "contraction", 0)]
    assert moves(changed, "USD")[0] == (2, "expansion", 100)
    later = ledger(period(end=date(2026, 2, 10)), period(date(2026, 3, 10), currency="USD"))
    assert moves(later) == [(1, "new", 100), (2, "churn", 0)]
    assert moves(later, "USD")[0] == (3, "reactivation", 100)


def test_by_hand_the_bridge_closes() -> None:
    facts = ledger(
        period(account_id="stays"),
        period(end=date(2026, 2, 3), account_id="leaves", amount=Decimal(60)),
        period(end=date(2026, 2, 3), account_id="shrinks", amount=Decimal(5)),
        period(account_id="shrinks", amount=Decimal(3)),
        period(account_id="grows"),
        period(FEBRUARY, account_id="grows", amount=Decimal(11)),
        period(FEBRUARY, account_id="comes", amount=Decimal(7)),
        period(FEBRUARY, account_id="pays dollars", currency="USD"),
    )
    _, february, *quiet = (row for row in facts.bridges() if row.currency == "JPY")
    assert february == Bridge(
        currency="JPY",
        month=FEBRUARY,
        start_mrr=Decimal(268),
        new_mrr=Decimal(7),
        reactivation_mrr=Decimal(0),
        expansion_mrr=Decimal(11),
        contraction_mrr=Decimal(5),
        churned_mrr=Decimal(60),
        end_mrr=Decimal(221),
        customers_start=4,
        customers_new=1,
        customers_reactivated=0,
        customers_churned=1,
        customers_switched_in=0,
        customers_switched_out=0,
        customers_end=4,
    )
    assert [(int(row.start_mrr), int(row.end_mrr)) for row in quiet] == [(221, 221)] * 2


def test_by_hand_retention_looks_at_both_ends_of_a_window() -> None:
    facts = ledger(
        period(end=date(2026, 2, 3), account_id="returns"),
        period(APRIL, account_id="returns", amount=Decimal(90)),
        period(end=date(2026, 3, 3), account_id="leaves", amount=Decimal(60)),
        period(account_id="grows", amount=Decimal(40)),
        period(FEBRUARY, account_id="grows", amount=Decimal(50)),
        period(FEBRUARY, account_id="comes"),
    )
    rows = {(row.month, row.window_months): row for row in facts.retention("all", lambda *_: "all")}
    assert list(rows) == [(FEBRUARY, 1), (MARCH, 1), (APRIL, 1), (APRIL, 3)]
    assert rows[APRIL, 3] == Retention(
        *("JPY", APRIL, 3, "all", "all"),
        customers_start=3,
        customers_lost=1,
        start_mrr=Decimal(200),
        end_mrr=Decimal(180),
        kept_mrr=Decimal(130),
        lost_mrr=Decimal(70),
        expansion_mrr=Decimal(50),
        logo_churn=1 / 3,
        gross_revenue_churn=0.35,
        net_revenue_churn=0.1,
        grr=0.65,
        nrr=0.9,
    )


def test_by_hand_cohorts_end_where_the_data_ends() -> None:
    facts = ledger(
        period(end=MARCH),
        period(account_id="b", amount=Decimal(300)),
        period(MARCH, account_id="c"),
        as_of=date(2026, 3, 31),
    )
    assert [
        (row.cohort_month.month, row.customers_left_in, row.logo_retention, row.revenue_retention)
        for row in facts.cohorts()
    ] == [
        (1, 2, 1, 1),
        (1, 2, 1, 1),
        (1, 1, 0.5, 0.75),
        (3, 1, 1, 1),
        (3, None, None, None),
        (3, None, None, None),
    ]


def test_by_hand_survival_is_that_of_kaplan_and_meier() -> None:
    times = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]
    curve = kaplan_meier((time, time in (1, 2, 4, 6, 9)) for time in times)
    assert [point.time_months for point in curve] == [0, *times]
    assert (curve[0].at_risk, curve[0].survival, curve[0].std_error) == (10, 1, 0)
    fallen = [point for point in curve if point.churned]
    assert [point.survival for point in fallen] == pytest.approx(
        [0.9, 0.8, 0.6857, 0.5486, 0.2743], abs=5e-5
    )
    assert [point.std_error for point in fallen] == pytest.approx(
        [0.0949, 0.1265, 0.1515, 0.1724, 0.2122], abs=5e-5
    )


def test_by_hand_a_life_ends_with_the_first_churn() -> None:
    assert ledger(period()).life("a") == (3, False)
    assert ledger(period(end=date(2026, 3, 9)), period(APRIL)).life("a") == (2, True)
    assert ledger(period(APRIL)).life("a") == (0, False)


def test_by_hand_three_definitions_of_one_months_churn() -> None:
    """100 at the start, 9 new; 12 left, of whom one came back and one had come within the month."""
    within, later = date(2026, 2, 10), date(2026, 2, 20)
    facts = ledger(
        *(period(account_id=f"stays {number}") for number in range(89)),
        *(period(end=within, account_id=f"leaves {number}") for number in range(10)),
        period(end=within, account_id="returns"),
        period(later, account_id="returns"),
        *(period(within, account_id=f"comes {number}") for number in range(8)),
        period(within, later, account_id="comes and leaves"),
        as_of=date(2026, 2, 28),
    )
    [february] = [one for one in facts.churn_months() if one.month == FEBRUARY]
    assert {
        churn.definition: (len(churn.churned), len(churn.base), round(100 * (churn.rate or 0), 2))
        for churn in february.definitions
    } == {
        "ours": (10, 100, 10.0),
        "stripe": (12, 109, 11.01),
        "baremetrics": (12, 100, 12.0),
    }


def test_by_hand_who_changes_the_currency_and_leaves_has_left_both() -> None:
    within, later = date(2026, 2, 10), date(2026, 2, 20)
    facts = ledger(period(end=within), period(within, later, currency="USD"))
    february = {one.currency: one for one in facts.churn_months() if one.month == FEBRUARY}
    assert february["JPY"].lost == february["JPY"].left == february["USD"].left == {"a"}
    assert (february["USD"].start, february["USD"].new) == (set(), {"a"})


# ---------------------------------------------------------------------------
# Random contracts.
# ---------------------------------------------------------------------------

AS_OF = [(2024, 2, 29), (2024, 3, 1), (2024, 3, 30), (2024, 12, 31), (2025, 2, 28), (2025, 7, 15)]
INTERVALS = ["month", "month", "month", "year", "quarter", "half_year", "week", "day"]
CHARGES = [*["recurring"] * 9, "one_off", "tax", "metered"]
MONTHS_BACK = 20
AT_LEAST = 1
"""How often random contracts show each kind of thing that can happen."""


@st.composite
def days(draw: st.DrawFn, as_of: date) -> date:
    """Draw a day on which a contract may start: often at the edge of a month, rarely to come."""
    if draw(st.integers(0, 3)) == 0:
        return as_of - timedelta(days=draw(st.integers(-5, MONTHS_BACK * 30)))
    month = months_later(month_of(as_of), -draw(st.integers(0, MONTHS_BACK)))
    last = last_day(month)
    return draw(
        st.sampled_from([month, month + timedelta(days=14), last - timedelta(days=1), last])
    )


@st.composite
def ends(draw: st.DrawFn, start: date) -> date | None:
    """Draw the end of a contract: open, after days or months, or at the edge of a month."""
    shape = draw(st.sampled_from(["open", "short", "long", "month_start", "month_end"]))
    if shape == "open":
        return None
    if shape == "short":
        return start + timedelta(days=draw(st.sampled_from([-1, 0, 1, 3, 7, 7, 14, 14, 28])))
    if shape == "long":
        return start + timedelta(days=draw(st.sampled_from([30, 31, 90, 365])))
    month = months_later(month_of(start), draw(st.integers(1, 14)))
    return month if shape == "month_start" else last_day(month)


def prices(currency: str) -> st.SearchStrategy[Decimal]:
    """Return prices as they are written: whole yen, else up to 4 decimals."""
    if currency == "JPY":
        return st.sampled_from([-100, 0, 1, 7, 100, 29_800]).map(Decimal) | st.integers(
            1, 10**7
        ).map(Decimal)
    return st.sampled_from(["0.01", "1.005", "99.9949", "100.005"]).map(Decimal) | st.decimals(
        "0.0001", 9999, places=4
    )


@st.composite
def chains(draw: st.DrawFn, account: str, as_of: date) -> list[Subscription]:
    """Draw contracts in a row: renewals, upgrades, gaps, overlaps, other currencies."""
    currencies = st.sampled_from(["JPY", "JPY", "JPY", "USD", "EUR"])
    currency = draw(currencies)
    start: date = draw(days(as_of))
    is_trial = draw(st.integers(0, 4)) == 0
    chain = []
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.integers(0, 4)) == 0:
            currency = draw(currencies)
        end = draw(ends(start))
        contract = Subscription(
            account_id=account,
            product=draw(st.sampled_from(["Basic", "Basic", "Pro", None])),
            charge_type=draw(st.sampled_from(CHARGES)),
            currency=currency,
            billing_interval=draw(st.sampled_from(INTERVALS)),
            interval_count=draw(st.sampled_from([1, 1, 1, 2, 3, 4])),
            amount=draw(prices(currency)),
            is_trial=is_trial,
            started_on=start,
            ends_on=end,
        )
        chain.append(contract)
        is_trial = False
        if draw(st.integers(0, 9)) == 0:
            chain.append(contract)
        gap = draw(st.sampled_from([0, 0, 0, 0, -20, 1, 3, 7, 31, 100]))
        start = max((end or start + timedelta(days=60)) + timedelta(days=gap), start)
    return chain


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw companies with their contracts, some under two records of the billing tool."""
    as_of = date(*draw(st.sampled_from(AS_OF)))
    months = [months_later(month_of(as_of), -back) for back in range(MONTHS_BACK)]
    accounts, contracts = [], []
    for number in range(draw(st.integers(1, 12))):
        account = f"a{number}"
        records = tuple(f"x{number}{letter}" for letter in draw(st.sampled_from(["a", "ab"])))
        ranks = st.dictionaries(st.sampled_from(months), st.sampled_from("ABCDE"))
        bands = st.dictionaries(st.sampled_from(months), st.sampled_from(["promoter", "passive"]))
        accounts.append(
            Account(
                account_id=account,
                records=records,
                industry=draw(st.sampled_from(["IT", "金融", None])),
                company_size_band=draw(st.sampled_from(["1-29", None])),
                region=draw(st.sampled_from(["東京都", "大阪府", None])),
                ranks=draw(ranks),
                bands=draw(bands),
            )
        )
        for _ in range(draw(st.integers(1, 2))):
            chain = draw(chains(account, as_of))
            contracts += [(contract, draw(st.sampled_from(records))) for contract in chain]
    return World(as_of, accounts, contracts)


@st.composite
def closed_worlds(draw: st.DrawFn) -> World:
    """Draw contracts that are corrected while the books are closed month by month."""
    world = draw(worlds())
    known_until = datetime(world.as_of.year, world.as_of.month, world.as_of.day, 15)
    running = month_of(world.as_of)
    months = [months_later(running, -back) for back in range(1, MONTHS_BACK + 1)]
    # Ten days after a month's end, at midnight in Tokyo.
    closings = {
        month: datetime.combine(months_later(month, 1) + timedelta(days=9), time(15))
        for month in months[draw(st.integers(0, 6)) :]
    }
    corrections = []
    for place, (contract, _) in enumerate(world.contracts):
        for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
            loaded_at = draw(st.sampled_from([*closings.values()])) + draw(
                st.sampled_from([timedelta(days=-9), timedelta(seconds=-1), timedelta(0)])
                | st.integers(0, 400).map(lambda days: timedelta(days=days))
            )
            changes: list[Row] = [
                {"amount": Decimal(77)},
                {"amount": Decimal(0)},
                {"ends_on": draw(ends(contract.started_on))},
                {"ends_on": contract.started_on},
                {"currency": "EUR"},
                {},
            ]
            contract = replace(contract, **draw(st.sampled_from(changes)))
            corrections.append((place, min(loaded_at, known_until), contract))
    return replace(world, corrections=corrections, closed=closings)


def seeded(examples: int) -> settings:
    """Return settings under which every run sees the same examples."""
    return settings(
        max_examples=times_when_full(examples),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


# ---------------------------------------------------------------------------
# What the marts must hold.
# ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """How a mart is worked out by hand: all columns of its grain, and others that follow."""

    grain: tuple[str, ...]
    columns: tuple[str, ...]
    expected: Callable[[World, Ledger], Iterable[Row]]
    only: str = "true"
    """Which rows of the mart are meant."""


def as_row(record: Any) -> Row:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def names(record: type[Any], *, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(one.name for one in fields(record) if one.name not in but)


def movement_rows(_: World, facts: Ledger) -> Iterator[Row]:
    for row in facts.movements():
        yield {**as_row(row), "delta_mrr": row.end_mrr - row.start_mrr}


def bridge_rows(_: World, facts: Ledger) -> Iterator[Row]:
    yield from map(as_row, facts.bridges())


def retention_rows(world: World, facts: Ledger) -> Iterator[Row]:
    for segment_type, segment_of in world.segments(facts).items():
        yield from map(as_row, facts.retention(segment_type, segment_of))


def cohort_rows(_: World, facts: Ledger) -> Iterator[Row]:
    yield from map(as_row, facts.cohorts())


def survival_rows(world: World, facts: Ledger) -> Iterator[Row]:
    for stratum_type, segment_of in world.segments(facts).items():
        for stratum, curve in facts.survival(segment_of).items():
            for point in curve:
                yield {"stratum_type": stratum_type, "stratum": stratum, **as_row(point)}


def churn_rate_rows(_: World, facts: Ledger) -> Iterator[Row]:
    for one in facts.churn_months():
        ours = one.definitions[0].rate
        for churn in one.definitions:
            yield {
                "definition": churn.definition,
                "currency": one.currency,
                "period": f"{one.month:%Y-%m}",
                "unit": "customers",
                "numerator": len(churn.churned),
                "denominator": len(churn.base),
                "churn_rate": churn.rate,
                "difference_to_ours": (
                    None if churn.rate is None or ours is None else churn.rate - ours
                ),
            }


def churn_customer_rows(_: World, facts: Ledger) -> Iterator[Row]:
    for one in facts.churn_months():
        ours = one.definitions[0]
        for churn in one.definitions:
            for account in ours.churned | churn.churned | (ours.base ^ churn.base):
                yield {
                    "definition": churn.definition,
                    "currency": one.currency,
                    "period": f"{one.month:%Y-%m}",
                    "account_id": account,
                    "counted_by_ours": account in ours.churned,
                    "counted_by_it": account in churn.churned,
                    "in_base_of_ours": account in ours.base,
                    "in_base_of_it": account in churn.base,
                }


MONTHLY_DEFINITIONS = "definition in ('ours', 'stripe', 'baremetrics') and period <> 'all'"
COMPARED = {
    "fct_mrr_movements": Compared(
        grain=("account_id", "currency", "month"),
        columns=("movement", "start_mrr", "end_mrr", "delta_mrr"),
        expected=movement_rows,
    ),
    "mrr_monthly": Compared(
        grain=("currency", "month"),
        columns=names(Bridge, but=("currency", "month")),
        expected=bridge_rows,
    ),
    "retention_monthly": Compared(
        grain=("currency", "month", "window_months", "segment_type", "segment"),
        columns=names(Retention)[5:],
        expected=retention_rows,
    ),
    "retention_cohorts": Compared(
        grain=("currency", "cohort_month", "months_since"),
        columns=names(CohortCell)[3:],
        expected=cohort_rows,
    ),
    "survival_curves": Compared(
        grain=("stratum_type", "stratum", "time_months"),
        columns=names(SurvivalPoint)[1:],
        expected=survival_rows,
    ),
    "churn_reconciliation": Compared(
        grain=("definition", "currency", "period"),
        columns=("unit", "numerator", "denominator", "churn_rate", "difference_to_ours"),
        expected=churn_rate_rows,
        only=MONTHLY_DEFINITIONS,
    ),
    "churn_reconciliation_customers": Compared(
        grain=("definition", "currency", "period", "account_id"),
        columns=("counted_by_ours", "counted_by_it", "in_base_of_ours", "in_base_of_it"),
        expected=churn_customer_rows,
        only=MONTHLY_DEFINITIONS,
    ),
}
"""Marts that are worked out by hand."""
NOT_BY_HAND = {
    "attach_rate_monthly",
    "expansion_monthly",
    "fct_opportunities",
    "fct_subscriptions",
    "mrr_adjustments",
    "repeat_purchase",
}
"""Marts with tests of their own only."""
MARTS = {path.stem for path in (PROJECT / "models/marts/churn").glob("*.sql")}
COMPARED_MARTS = [mart for mart in COMPARED if mart in MARTS]


def differences(
    mart: str,
    compared: Compared,
    world: World,
    facts: Ledger,
    connection: duckdb.DuckDBPyConnection,
) -> list[str]:
    """Return what a mart and the ledger tell differently, each as one line."""
    columns = [*compared.grain, *compared.columns]
    found = keyed(
        compared,
        [
            dict(zip(columns, row, strict=True))
            for row in connection.execute(
                f"select {', '.join(columns)} from marts.{mart} where {compared.only}"
            ).fetchall()
        ],
    )
    expected = keyed(compared, compared.expected(world, facts))
    wrong = []
    for key in sorted(found.keys() | expected.keys(), key=str):
        if key not in found or key not in expected:
            side = "only by hand" if key in expected else "only in the mart"
            wrong.append(f"{mart} {key}: {side}")
            continue
        wrong += [
            f"{mart} {key} {column}: {found[key][column]} in the mart, {value} by hand"
            for column, value in expected[key].items()
            if not is_same(found[key][column], value)
        ]
    return wrong


def keyed(compared: Compared, rows: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
    """Return rows by their grain, without a second row for any."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[column] for column in compared.grain)
        assert key not in found, f"two rows of {key}"
        found[key] = {column: row[column] for column in compared.columns}
    return found


def is_same(found: object, expected: object) -> bool:
    """Whether two values are equal: money, counts and texts exactly, rates to 9 decimals."""
    if isinstance(expected, float) and isinstance(found, float):
        return abs(found - expected) <= TOLERANCE
    return found == expected


def test_every_churn_mart_is_worked_out_by_hand_or_named_as_not() -> None:
    assert set(COMPARED_MARTS) == MARTS - NOT_BY_HAND


def test_marts_of_random_contracts_are_those_of_the_ledger() -> None:
    seen: Counter[str] = Counter()

    @seeded(40)
    @given(worlds())
    def agree(world: World) -> None:
        facts = world.ledger()
        seen.update(row.movement for row in facts.movements())
        for bridge in facts.bridges():
            seen["switched in"] += bridge.customers_switched_in
            seen["switched out"] += bridge.customers_switched_out
        for month in facts.churn_months():
            seen["left and came back"] += len(month.start & month.left - month.lost)
            seen["came and left"] += len(month.new & month.left)
        with built(world, COMPARED_MARTS) as connection:
            wrong = [
                line
                for mart in COMPARED_MARTS
                for line in differences(mart, COMPARED[mart], world, facts, connection)
            ]
        assert wrong[:20] == []

    agree()
    # Contracts of which nothing comes would agree with anything.
    kinds = [*("new", "reactivation", "expansion", "contraction", "churn", "none")]
    kinds += ["switched in", "switched out", "left and came back", "came and left"]
    assert {kind: seen[kind] for kind in kinds if seen[kind] < AT_LEAST} == {}


def adjustment_rows(world: World) -> Iterator[Row]:
    """Return what each load after a closing changed in that month."""
    loads = sorted({loaded_at for _, loaded_at, _ in world.corrections})

    def mrr_known_before(moment: datetime, day: date) -> dict[tuple[str, str], Decimal]:
        total: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for contract in world.known_before(moment):
            if contract.mrr and contract.runs_on(day):
                total[contract.account_id, contract.currency] += contract.mrr
        return total

    for month, closed_at in world.closed.items():
        closed = before = mrr_known_before(closed_at, last_day(month))
        for load in loads:
            if load >= closed_at:
                after = mrr_known_before(load + timedelta(microseconds=1), last_day(month))
                for account, currency in sorted(before.keys() | after.keys()):
                    if before[account, currency] != after[account, currency]:
                        yield {
                            "account_id": account,
                            "currency": currency,
                            "month": month,
                            "found_at": load,
                            "closed_mrr": closed[account, currency],
                            "corrected_mrr": after[account, currency],
                        }
                before = after


def test_closed_months_keep_what_was_known_when_they_were_closed() -> None:
    """Random corrections change no closed month, and every one of them is an adjustment."""
    adjustments = Compared(
        grain=("account_id", "currency", "month", "found_at"),
        columns=("closed_mrr", "corrected_mrr"),
        expected=lambda world, _: adjustment_rows(world),
    )
    compared = {name: COMPARED[name] for name in ("fct_mrr_movements", "mrr_monthly")}
    compared["mrr_adjustments"] = adjustments
    seen: Counter[str] = Counter()

    @seeded(30)
    @given(closed_worlds())
    def agree(world: World) -> None:
        facts = world.ledger()
        seen["adjusted"] += len(list(adjustment_rows(world)))
        now = Ledger(world.known_before(datetime.max), world.as_of)
        seen["months that differ from today's"] += list(facts.bridges()) != list(now.bridges())
        with built(world, compared) as connection:
            wrong = [
                line
                for mart, how in compared.items()
                for line in differences(mart, how, world, facts, connection)
            ]
        assert wrong[:20] == []

    agree()
    assert seen["adjusted"] > 10
    assert seen["months that differ from today's"] >= AT_LEAST


# ---------------------------------------------------------------------------
# The demo company.
# ---------------------------------------------------------------------------


def world_of(home: Kizuna) -> World:
    """Read a home's contracts before anything was worked out from them."""
    [(as_of,)] = home.raw("select as_of_date from intermediate.int_inputs__as_of")
    columns = [name for name in names(Subscription) if name != "account_id"]
    contracts = [
        (Subscription(account, *values), record)
        for account, record, *values in home.raw(
            f"select keys.account_id, source_account_id, {', '.join(columns)} "
            "from intermediate.int_inputs__subscriptions "
            "left join intermediate.int_identity__account_keys as keys "
            "using (source, source_account_id)"
        )
    ]
    ranks: dict[str, dict[date, str]] = defaultdict(dict)
    for account, day, rank in home.query(
        "select account_id, as_of_date, rank from marts.account_engagement_history "
        "where rank is not null"
    ):
        if day == min(last_day(month_of(day)), as_of):
            ranks[account][month_of(day)] = rank
    bands: dict[str, dict[date, str]] = defaultdict(dict)
    for account, day, band in home.raw(
        "select account_id, measured_on, nps_band from intermediate.int_feedback__account_means"
    ):
        bands[account][month_of(day)] = band
    accounts = [
        Account(account, (), industry, size_band, region, ranks[account], bands[account])
        for account, industry, size_band, region in home.query(
            "select account_id, industry, company_size_band, region from marts.dim_accounts"
        )
    ]
    return World(as_of, accounts, contracts)


@pytest.fixture(scope="module")
def demo_world(demo: Kizuna) -> World:
    return world_of(demo)


@pytest.fixture(scope="module")
def demo_ledger(demo_world: World) -> Ledger:
    return demo_world.ledger()


@pytest.mark.parametrize("mart", COMPARED_MARTS)
def test_published_marts_are_those_of_the_ledger(
    mart: str, demo: Kizuna, demo_world: World, demo_ledger: Ledger
) -> None:
    with duckdb.connect(demo.home / "published/current/kizuna.duckdb", read_only=True) as marts:
        wrong = differences(mart, COMPARED[mart], demo_world, demo_ledger, marts)
    assert wrong[:20] == []


def test_mrr_by_month_is_that_of_the_truth(demo: Kizuna) -> None:
    """Per currency, and per account that the truth's customers of the billing tool belong to."""
    truth = f"'{demo.home}/truth/mrr_monthly.parquet'"
    records = f"'{demo.home}/truth/account_records.parquet'"
    assert (
        demo.query(
            f"""
            with truth as (
                select currency, month, sum(mrr) as mrr
                from {truth}
                group by currency, month
            )
            select currency, month, found.end_mrr, truth.mrr
            from marts.mrr_monthly as found
            full join truth using (currency, month)
            where coalesce(found.end_mrr, 0) <> coalesce(truth.mrr, 0)
            """
        )
        == []
    )
    assert (
        demo.query(
            f"""
            with companies as (
                select distinct company_id, account_id
                from {records}
                inner join marts.account_links using (source, source_account_id)
                where source = 'stripe'
            ),
            truth as (
                select account_id, currency, month, sum(mrr) as mrr
                from {truth}
                inner join companies using (company_id)
                group by account_id, currency, month
            )
            select account_id, currency, month, found.end_mrr, truth.mrr
            from marts.fct_mrr_movements as found
            full join truth using (account_id, currency, month)
            where coalesce(found.end_mrr, 0) <> coalesce(truth.mrr, 0)
            """
        )
        == []
    )
    [(months, total)] = demo.query("select count(*), sum(end_mrr) from marts.mrr_monthly")
    assert months > 36
    assert total > 0
