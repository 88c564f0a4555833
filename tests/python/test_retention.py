"""Retention and survival against a count by hand, lifelines, and known answers."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from math import log
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from lifelines import KaplanMeierFitter

from conftest import Kizuna, make_home

pytestmark = pytest.mark.build

Life = tuple[int, bool]
"""Months observed, and whether they ended with a churn."""
Curve = dict[int, tuple[float, float | None]]
"""Survival and its standard error by month."""

DAY_OF_THE_TELCO = date(2020, 12, 31)


def month_number(day: date) -> int:
    return 12 * day.year + day.month - 1


def month_end(number: int) -> date:
    return date((number + 1) // 12, (number + 1) % 12 + 1, 1) - timedelta(days=1)


def curve_of_lifelines(lives: Iterable[Life]) -> Curve:
    """Fit Kaplan-Meier; Greenwood's error is read off the log-log interval, where it has one.

    An interval's half-width on the scale of ln(-ln S) is z * error / (S * -ln S).
    """
    durations, churned = zip(*lives, strict=True)
    fitted = KaplanMeierFitter(alpha=0.05).fit(durations, churned)
    z = NormalDist().inv_cdf(0.975)
    intervals = fitted.confidence_interval_survival_function_
    curve: Curve = {}
    for (month, survival), (_, lower, upper) in zip(
        fitted.survival_function_.itertuples(), intervals.itertuples(), strict=True
    ):
        error: float | None = 0.0
        if survival == 0:
            error = None
        elif survival < 1:
            width = log(-log(lower)) - log(-log(upper))
            error = width / (2 * z) * survival * -log(survival)
        curve[int(month)] = (float(survival), error)
    return curve


def published_curves(home: Kizuna, stratum_type: str) -> dict[str, Curve]:
    curves: dict[str, Curve] = defaultdict(dict)
    for stratum, month, survival, error in home.raw(
        "select stratum, time_months, survival, std_error from marts.survival_curves "
        f"where stratum_type = '{stratum_type}'"
    ):
        curves[stratum][month] = (survival, error)
    return curves


def assert_equal_curves(published: Curve, expected: Curve) -> None:
    assert published.keys() == expected.keys()
    for month, (survival, error) in expected.items():
        assert published[month][0] == pytest.approx(survival, abs=1e-9, rel=0)
        if error is None:
            assert published[month][1] is None
        else:
            assert published[month][1] == pytest.approx(error, abs=1e-9, rel=0)


def as_of_month(home: Kizuna) -> int:
    ((day,),) = home.raw("select as_of_date from marts.build_info")
    return month_number(day)


def lives_by_movements(home: Kizuna) -> dict[str, tuple[int, Life]]:
    """Entry month and first life of each account: from its first movement to its first churn."""
    entries: dict[str, int] = {}
    churns: dict[str, int] = {}
    for account, month, movement in home.raw(
        "select account_id, month, movement from marts.fct_mrr_movements order by month"
    ):
        entries.setdefault(account, month_number(month))
        if movement == "churn":
            churns.setdefault(account, month_number(month))
    last = as_of_month(home)
    return {
        account: (entry, (churns.get(account, last) - entry, account in churns))
        for account, entry in entries.items()
    }


def plan_of(periods: list[tuple[str, date, date]], day: date) -> str:
    running = {product for product, start, end in periods if start <= day < end}
    return " + ".join(sorted(running))


def plan_periods(home: Kizuna) -> dict[str, list[tuple[str, date, date]]]:
    periods: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
    for account, *period in home.raw(
        "select account_id, product, started_on, coalesce(ends_on, date '9999-12-31') "
        "from intermediate.int_revenue__subscriptions where mrr > 0"
    ):
        periods[account].append(tuple(period))
    return periods


def ranks(home: Kizuna) -> dict[tuple[str, date], str]:
    return {
        (account, day): rank or "(unknown)"
        for account, day, rank in home.raw(
            "select account_id, as_of_date, rank from marts.account_engagement_history"
        )
    }


def bands(home: Kizuna) -> dict[tuple[str, date], str]:
    """Return the NPS band of accounts at month ends."""
    return {
        (account, day): band
        for account, day, band in home.raw(
            "select account_id, measured_on, nps_band from intermediate.int_feedback__account_means"
        )
    }


def test_survival_of_the_demo_is_that_of_lifelines(demo: Kizuna) -> None:
    lives = lives_by_movements(demo)
    assert any(churned for _, (_, churned) in lives.values())
    expected = curve_of_lifelines(life for _, life in lives.values())
    assert_equal_curves(published_curves(demo, "all")["all"], expected)


@pytest.mark.parametrize(
    "stratum_type",
    ["industry", "company_size_band", "region", "plan", "engagement_rank", "nps_band"],
)
def test_strata_of_the_demo_are_those_of_the_entry_month(demo: Kizuna, stratum_type: str) -> None:
    known_ranks, known_bands, periods = ranks(demo), bands(demo), plan_periods(demo)
    attributes: dict[str, tuple[str, str, str]] = {
        account: (industry, size, region)
        for account, industry, size, region in demo.raw(
            "select account_id, industry, company_size_band, region from marts.dim_accounts"
        )
    }
    strata: dict[str, list[Life]] = defaultdict(list)
    for account, (entry, life) in lives_by_movements(demo).items():
        industry, size, region = attributes[account]
        values = {
            "industry": industry,
            "company_size_band": size,
            "region": region,
            "plan": plan_of(periods[account], month_end(entry)),
            "engagement_rank": known_ranks.get((account, month_end(entry)), "(unknown)"),
            "nps_band": known_bands.get((account, month_end(entry)), "(unknown)"),
        }
        strata[values[stratum_type]].append(life)
    published = published_curves(demo, stratum_type)
    assert len(strata) > 1
    assert published.keys() == strata.keys()
    for stratum, lives in strata.items():
        assert_equal_curves(published[stratum], curve_of_lifelines(lives))


def test_windows_of_the_demo_are_those_counted_by_hand(demo: Kizuna) -> None:
    """Customers, MRR and losses of all windows: all customers, by plan, rank and band at the start."""
    mrr: dict[tuple[str, str, int], Decimal] = {
        (account, currency, month_number(month)): amount
        for account, currency, month, amount in demo.raw(
            "select account_id, currency, month, mrr from intermediate.int_revenue__account_months"
        )
    }
    paying = {(account, month) for (account, _, month), amount in mrr.items() if amount > 0}
    known_ranks, known_bands = ranks(demo), bands(demo)
    periods, last = plan_periods(demo), as_of_month(demo)
    counted: dict[tuple[Any, ...], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 6)
    for (account, currency, start), amount in mrr.items():
        for window in (1, 3, 12):
            if amount == 0 or start + window > last:
                continue
            end = mrr[account, currency, start + window]
            for segment_type, segment in (
                ("all", "all"),
                ("plan", plan_of(periods[account], month_end(start))),
                ("engagement_rank", known_ranks.get((account, month_end(start)), "(unknown)")),
                ("nps_band", known_bands.get((account, month_end(start)), "(unknown)")),
            ):
                sums = counted[currency, start + window, window, segment_type, segment]
                is_lost = (account, start + window) not in paying
                lost, grown = max(amount - end, Decimal(0)), max(end - amount, Decimal(0))
                figures = (Decimal(1), Decimal(is_lost), amount, end, lost, grown)
                for place, figure in enumerate(figures):
                    sums[place] += figure
    published = {
        (currency, month_number(month), window, segment_type, segment): figures
        for currency, month, window, segment_type, segment, *figures in demo.raw(
            "select currency, month, window_months, segment_type, segment, customers_start, "
            "customers_lost, start_mrr, end_mrr, lost_mrr, expansion_mrr "
            "from marts.retention_monthly "
            "where segment_type in ('all', 'plan', 'engagement_rank', 'nps_band') and customers_start > 0"
        )
    }
    assert {window for _, _, window, *_ in counted} == {1, 3, 12}
    assert published == counted


@pytest.fixture(scope="module")
def telco(real: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Kizuna, list[Life]]:
    """A phone company whose file has months of tenure, and the tenures.

    Each customer starts so many months before November 2020; who churned ends with that month.
    """
    folder = tmp_path_factory.mktemp("telco")
    file = real / "churn/ibm_telco/Telco-Customer-Churn.csv"
    lives: list[Life] = []
    last = month_number(DAY_OF_THE_TELCO)
    with file.open(newline="") as given, (folder / "subscriptions.csv").open("w") as made:
        header = "subscription_id,account_id,product,currency,amount,billing_interval"
        made.write(f"{header},started_on,ends_on\n")
        for row in csv.DictReader(given):
            tenure, churned = int(row["tenure"]), row["Churn"] == "Yes"
            lives.append((tenure, churned))
            start = month_end(last - 2 - tenure) + timedelta(days=1)
            end = DAY_OF_THE_TELCO.replace(day=1) if churned else ""
            customer, contract = row["customerID"], row["Contract"]
            made.write(
                f"{customer},{customer},{contract},USD,{row['MonthlyCharges']},month,{start},{end}\n"
            )
    home = make_home(folder / "home")
    home("load", folder / "subscriptions.csv")
    marts = ["+retention_monthly", "+retention_cohorts", "+survival_curves"]
    left_out = ["--exclude-resource-type", "unit_test", "test"]
    home.dbt(
        *("build", "--select", *marts, *left_out), variables={"as_of_date": str(DAY_OF_THE_TELCO)}
    )
    return home, lives


@pytest.mark.real
def test_churn_of_the_telco(telco: tuple[Kizuna, list[Life]]) -> None:
    """Of 7,043 customers 1,869 churned, 26.54 %, with 30.50 % of the MRR."""
    rates = {
        segment: row
        for segment, *row in telco[0].raw(
            "select segment, customers_start, customers_lost, start_mrr, lost_mrr, "
            "round(100 * logo_churn, 3), round(100 * gross_revenue_churn, 2) "
            "from marts.retention_monthly "
            "where month = '2020-12-01' and window_months = 1 and segment_type in ('all', 'plan')"
        )
    }
    mrr, churned_mrr = Decimal("456116.60"), Decimal("139130.85")
    assert rates["all"] == [7043, 1869, mrr, churned_mrr, 26.537, 30.5]
    by_contract = {segment: row[4] for segment, row in rates.items() if segment != "all"}
    assert by_contract == {"Month-to-month": 42.71, "One year": 11.27, "Two year": 2.832}


@pytest.mark.real
def test_survival_of_the_telco_is_that_of_lifelines(telco: tuple[Kizuna, list[Life]]) -> None:
    home, lives = telco
    expected = curve_of_lifelines((tenure + 1, churned) for tenure, churned in lives)
    assert len(expected) == 74
    assert_equal_curves(published_curves(home, "all")["all"], expected)


@pytest.mark.real
def test_cohorts_of_the_telco_lose_whom_the_file_says(telco: tuple[Kizuna, list[Life]]) -> None:
    """All churn falls into the last month, so each cohort's last covered cell is its stayers."""
    home, lives = telco
    stayers: dict[int, list[bool]] = defaultdict(list)
    for tenure, churned in lives:
        stayers[tenure + 1].append(not churned)
    last_cells = home.raw(
        "select months_since, customers, customers_left_in from marts.retention_cohorts "
        "where customers_left_in is not null "
        "qualify row_number() over (partition by cohort_month order by months_since desc) = 1"
    )
    assert sorted(last_cells) == [
        (age, len(stayed), sum(stayed)) for age, stayed in sorted(stayers.items())
    ]
