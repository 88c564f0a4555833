"""Repeat purchases and the churn of several definitions, from files to the marts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import FULL, REAL_MAPPINGS, Kizuna, make_home

pytestmark = pytest.mark.build

PROMISES = [
    "churn_differences_are_explained_customer_by_customer",
    "no_definition_misses_our_churn",
    "churn_and_repeat_rates_are_shares",
    "purchases_add_up_over_periods",
    "our_churn_is_one_figure_everywhere",
]
"""Data tests that hold on any home, and need all three marts and dim_accounts."""
CHURN = ["+churn_reconciliation_customers", "+churn_reconciliation", "+repeat_purchase"]


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def build(home: Kizuna, *selected: str, **variables: object) -> None:
    """Build what is selected and its parents; of the data tests only those that are named."""
    home.dbt(
        *("build", "--exclude-resource-type", "unit_test", "--indirect-selection", "empty"),
        *("--select", *selected),
        variables=variables,
    )


def rates(home: Kizuna, period: str) -> dict[str, tuple[Any, ...]]:
    rows = home.raw(
        "select definition, unit, numerator, denominator, churn_rate, difference_to_ours "
        f"from marts.churn_reconciliation where period = '{period}'"
    )
    return {row[0]: row[1:] for row in rows}


# --- The golden company -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    """100 customers at February's start, 9 new, 12 who left: one is back, one had joined.

    c099 has two contracts of which one is cancelled, c098 two of the same days, c097 a renewal that
    touches. The data end on 15 March, c096's contract five days later.
    """
    home = make_home(tmp_path_factory.mktemp("golden") / "home")
    ends: dict[int, str] = {number: f"2026-02-{number + 1:02}" for number in range(11)}
    ends |= {96: "2026-03-20", 97: "2026-02-14", 98: "2027-01-01"}
    periods = [
        (f"p{number}", f"c{number:03}", "2025-12-01", ends.get(number, "")) for number in range(100)
    ]
    periods += [(f"n{number}", f"n{number}", "2026-02-10", "") for number in range(8)]
    periods += [
        ("n8", "n8", "2026-02-03", "2026-02-27"),
        ("back", "c010", "2026-02-25", ""),
        ("second", "c099", "2025-12-05", "2026-02-20"),
        ("double", "c098", "2025-12-01", "2027-01-01"),
        ("renewal", "c097", "2026-02-14", ""),
        ("latest", "n9", "2026-03-15", ""),
    ]
    header = ["subscription_id", "account_id", "started_on", "ends_on", "amount"]
    folder = tmp_path_factory.mktemp("golden_files")
    home("load", write_csv(folder / "subscriptions.csv", header, [(*row, 1) for row in periods]))
    flags = [
        ("c000", "c000", "はい", "2026-02-01"),
        ("c001", "c001", "いいえ", ""),
        ("c010", "c010", "はい", "2026-02-11"),
        ("c096", "c096", "はい", "2026-03-15"),
        ("c099", "c099", "はい", ""),
        ("x", "x", "はい", ""),
    ]
    headers = ["レコードID", "取引先ID", "解約フラグ", "解約日"]
    home("load", write_csv(folder / "解約フラグ.csv", headers, flags))
    build(home, *CHURN, "+dim_accounts", *PROMISES)
    return home


def test_golden_company_under_three_definitions(golden: Kizuna) -> None:
    assert rates(golden, "2026-02") == {
        "ours": ("customers", 10, 100, 0.1, 0.0),
        "stripe": ("customers", 12, 109, 0.110091743, 0.010091743),
        "baremetrics": ("customers", 12, 100, 0.12, 0.02),
    }


def test_golden_differences_have_their_reasons(golden: Kizuna) -> None:
    rows = golden.raw(
        "select definition, reason, count(*), sum(counted_by_ours::int), sum(counted_by_it::int) "
        "from marts.churn_reconciliation_customers where period = '2026-02' group by 1, 2"
    )
    assert {row[:2]: row[2:] for row in rows} == {
        ("ours", None): (10, 10, 10),
        ("stripe", None): (10, 10, 10),
        ("stripe", "returned_in_period"): (1, 0, 1),
        ("stripe", "joined_in_period"): (9, 0, 1),
        ("baremetrics", None): (10, 10, 10),
        ("baremetrics", "returned_in_period"): (1, 0, 1),
        ("baremetrics", "joined_in_period"): (1, 0, 1),
    }


def test_unfinished_month_loses_nobody_who_still_runs(golden: Kizuna) -> None:
    figures = rates(golden, "2026-03")
    assert figures["ours"][1:3] == (0, 98)
    assert figures["stripe"][1:3] == (0, 99)


def test_flags_of_a_plain_file_stand_beside_ours(golden: Kizuna) -> None:
    """Of 110 who ever paid 11 are gone; the flag speaks of 5 of them and of one who never did."""
    figures = rates(golden, "all")
    assert figures["ours"][:3] == ("customers", 11, 110)
    assert figures["generic.churn_flag"][:3] == ("customers", 5, 111)
    reasons = golden.raw(
        "select k.source_account_id, c.reason from marts.churn_reconciliation_customers c "
        "join intermediate.int_identity__account_keys k using (account_id) "
        "where c.definition = 'generic.churn_flag' and c.counted_by_it order by 1"
    )
    assert reasons == [
        ("c000", None),
        ("c010", "returned_in_period"),
        ("c096", "flag_without_end"),
        ("c099", "other_contract_runs"),
        ("x", "never_a_customer"),
    ]


# --- Orders of a shop ---------------------------------------------------------------------------

WINDOW = {"f2_days": 273, "repeat_window_days": 273, "fiscal_year_start_month": 10}
"""273 days end on 30 September 1997 if they begin with January; so does a year from October."""


def shop(folder: Path, text: Path, places: tuple[int, int, int]) -> Kizuna:
    """Load orders of a fixed-width text as one-off charges.

    Args:
        folder: where the home and the CSV are made.
        text: the orders, one a line.
        places: which words of a line are the customer, the day and the value.
    """
    lines = [line.split() for line in text.read_text(encoding="utf-8").splitlines()]
    orders = [[line[place] for place in places] for line in lines if line[0].isdigit()]
    home = make_home(folder / "home", [REAL_MAPPINGS / "churn/cdnow.yml"])
    file = write_csv(folder / "orders.csv", ["customer_id", "date", "dollar_value"], orders)
    home("load", file, "--source", "cdnow")
    build(home, "+repeat_purchase", **WINDOW)
    return home


@pytest.mark.real
@pytest.mark.skipif(not FULL, reason="all customers of the shop are loaded in `make test-full`")
def test_cohorts_of_cdnow(real: Path, tmp_path: Path) -> None:
    home = shop(tmp_path, real / "churn/cdnow/CDNOW_master.txt", (0, 1, 3))
    assert home.raw("select count(*) from raw_generic.subscriptions") == [(69_659,)]
    assert home.raw(
        "select period, first_time_buyers, buyers_ever from marts.repeat_purchase "
        "where period_type = 'month' and first_time_buyers > 0 order by 1"
    ) == [("1997-01", 7_846, 7_846), ("1997-02", 8_476, 16_322), ("1997-03", 7_248, 23_570)]


@pytest.mark.real
def test_repeat_buyers_of_cdnow_by_name(real: Path, tmp_path: Path) -> None:
    """946 and 1,003 of 2,357 are both told as "the" repeat buyers of 39 weeks.

    946 bought on two days of the 273 that end on 30 September: numerator of repeat_purchase_rate of
    that window. In a fiscal year that ends on that day they are those of
    repeat_rate_cumulative and of repeater_share too, since nobody had bought before it. 1,003
    bought again within 273 days of their own first purchase: f2_conversion, N = 273.
    """
    home = shop(tmp_path, real / "churn/cdnow/CDNOW_sample.txt", (0, 2, 4))
    assert home.raw(
        "select window_repeaters, window_buyers, repeat_purchase_rate from marts.repeat_purchase "
        "where period = '1997-09'"
    ) == [(946, 2_357, round(946 / 2_357, 9))]
    assert home.raw(
        "select repeat_buyers, buyers_ever, repeat_rate_cumulative, buyers, repeater_share "
        "from marts.repeat_purchase where period_end = '1997-09-30' and period = 'FY1996'"
    ) == [(946, 2_357, round(946 / 2_357, 9), 2_357, round(946 / 2_357, 9))]
    assert home.raw(
        "select f2_converted, f2_observed, f2_conversion from marts.repeat_purchase "
        "where period = 'FY1996'"
    ) == [(1_003, 2_357, round(1_003 / 2_357, 9))]


# --- Flags of a CRM -----------------------------------------------------------------------------

READ_BY = {
    "accounts": ["ravenstack_accounts", "churn/flags_of_accounts"],
    "subscriptions": ["ravenstack_subscriptions", "churn/flags_of_subscriptions"],
    "churn_events": ["churn/flags_of_events"],
}
"""The mappings of each file: a flag stands in the same file as what it is a flag of."""


@pytest.fixture(scope="module")
def ravenstack(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Kizuna:
    mappings = [REAL_MAPPINGS / f"{name}.yml" for names in READ_BY.values() for name in names]
    home = make_home(tmp_path_factory.mktemp("ravenstack") / "home", mappings)
    for file, names in READ_BY.items():
        for name in names:
            path = real / f"crm/ravenstack/ravenstack_{file}.csv"
            home("load", path, "--source", Path(name).name)
    build(home, *CHURN, "+dim_accounts", *PROMISES)
    return home


@pytest.mark.real
def test_three_flags_of_ravenstack_stand_beside_ours(ravenstack: Kizuna) -> None:
    assert ravenstack.raw(
        "select table_name, count(*), sum(rows_loaded), sum(rows_rejected) from ops.loads "
        "group by 1 order by 1"
    ) == [
        ("accounts", 1, 500, 0),
        ("churn_flags", 3, 500 + 5_000 + 600, 0),
        ("subscriptions", 1, 5_000, 0),
    ]
    assert rates(ravenstack, "all") == {
        "ours": ("customers", 0, 500, 0.0, 0.0),
        "ravenstack.accounts": ("customers", 110, 500, 0.22, 0.22),
        "ravenstack.subscriptions": ("subscriptions", 486, 5_000, 0.0972, 0.0972),
        "ravenstack.events": ("customers", 352, 500, 0.704, 0.704),
    }


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()


@pytest.mark.real
def test_every_flag_of_ravenstack_is_explained(ravenstack: Kizuna, real: Path) -> None:
    """The reasons, customer by customer, are those that the days of the contracts give."""
    folder = real / "crm/ravenstack"
    [(as_of,)] = ravenstack.raw("select as_of_date from intermediate.int_inputs__as_of")
    running: dict[str, set[date]] = {}
    ended: set[str] = set()
    for contract in read(folder / "ravenstack_subscriptions.csv"):
        start = day(contract["start_date"])
        end = day(contract["end_date"]) if contract["end_date"] else as_of + timedelta(days=1)
        if contract["is_trial"] == "FALSE" and start < end and int(contract["mrr_amount"]):
            days = running.setdefault(contract["account_id"], set())
            days.update(start + timedelta(days=n) for n in range((end - start).days))
            if end <= as_of:
                ended.add(contract["account_id"])
    assert all(as_of in days for days in running.values())
    assert len(running) == 500

    def reason(account: str) -> str:
        days = running[account]
        if len(days) <= (as_of - min(days)).days:
            return "returned_in_period"
        return "other_contract_runs" if account in ended else "flag_without_end"

    flagged = {
        "accounts": read(folder / "ravenstack_accounts.csv"),
        "subscriptions": read(folder / "ravenstack_subscriptions.csv"),
        "events": read(folder / "ravenstack_churn_events.csv"),
    }
    for name, rows in flagged.items():
        units = Counter(
            row["account_id"] for row in rows if row.get("churn_flag", "TRUE") == "TRUE"
        )
        found = ravenstack.raw(
            "select k.source_account_id, c.units_counted_by_it, c.counted_by_ours, c.reason "
            "from marts.churn_reconciliation_customers c "
            "join intermediate.int_identity__account_keys k using (account_id) "
            f"where c.definition = 'ravenstack.{name}'"
        )
        wanted = {
            (account, count if name == "subscriptions" else 1, False, reason(account))
            for account, count in units.items()
        }
        assert set(found) == wanted
        assert len(found) == len(wanted)
