"""METRICS 6 worked out by hand: a ledger kept day by day in plain loops, for tests only.

It starts from subscription periods of known accounts and knows nothing of the models. Money is
exact; rates are floats of exact fractions. A month is named by its first day. Periods are
half-open.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

ZERO = Decimal(0)
DAY = timedelta(days=1)
UNKNOWN = "(unknown)"
WINDOWS = (1, 3, 12)
"""Lengths of the windows of retention, in months."""
MONTHLY = {
    "year": Fraction(1, 12),
    "half_year": Fraction(1, 6),
    "quarter": Fraction(1, 3),
    "month": Fraction(1),
    "week": Fraction(52, 12),
    "day": Fraction(365, 12),
}
"""How much of a price per interval falls on a month."""

Segment = Callable[[str, date], str]
"""The segment of an account at the end of a month."""


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def months_later(month: date, months: int) -> date:
    """Return the first day of the month so many months later, or earlier where negative."""
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def months_between(earlier: date, later: date) -> int:
    """Return the number of months from one month to another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return months_later(month, 1) - DAY


def months_from(first: date, last: date) -> Iterator[date]:
    """Return the months from the first to the last one."""
    month = first
    while month <= last:
        yield month
        month = months_later(month, 1)


def half_up(amount: Fraction) -> Decimal:
    """Return an amount to 0.01."""
    return Decimal(math.floor(amount * 100 + Fraction(1, 2))) / 100


def rate(numerator: Decimal | int, denominator: Decimal | int) -> float | None:
    """Return a rate, None where there is nothing to divide by."""
    return float(Fraction(numerator) / Fraction(denominator)) if denominator else None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription period of an account."""

    account_id: str
    product: str | None
    charge_type: str
    currency: str
    billing_interval: str | None
    interval_count: int | None
    amount: Decimal | None
    is_trial: bool | None
    started_on: date
    ends_on: date | None

    @property
    def mrr(self) -> Decimal:
        """MRR while the period runs, rounded once; 0 for what does not recur or brings nothing."""
        if self.charge_type != "recurring" or self.is_trial:
            return ZERO
        if self.amount is None or self.amount <= 0:
            return ZERO
        assert self.billing_interval is not None
        assert self.interval_count is not None
        price = Fraction(self.amount) * MONTHLY[self.billing_interval]
        return half_up(price / self.interval_count)

    def runs_on(self, day: date) -> bool:
        """Whether the day is within the period."""
        return self.started_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Movement:
    """What became of an account's MRR in a currency within a month."""

    account_id: str
    currency: str
    month: date
    movement: str
    start_mrr: Decimal
    end_mrr: Decimal


@dataclass(frozen=True, slots=True)
class Bridge:
    """One row of mrr_monthly."""

    currency: str
    month: date
    start_mrr: Decimal
    new_mrr: Decimal
    reactivation_mrr: Decimal
    expansion_mrr: Decimal
    contraction_mrr: Decimal
    churned_mrr: Decimal
    end_mrr: Decimal
    customers_start: int
    customers_new: int
    customers_reactivated: int
    customers_churned: int
    customers_switched_in: int
    customers_switched_out: int
    customers_end: int


@dataclass(frozen=True, slots=True)
class Retention:
    """One row of retention_monthly."""

    currency: str
    month: date
    window_months: int
    segment_type: str
    segment: str
    customers_start: int
    customers_lost: int
    start_mrr: Decimal
    end_mrr: Decimal
    kept_mrr: Decimal
    lost_mrr: Decimal
    expansion_mrr: Decimal
    logo_churn: float | None
    gross_revenue_churn: float | None
    net_revenue_churn: float | None
    grr: float | None
    nrr: float | None


@dataclass(frozen=True, slots=True)
class CohortCell:
    """One row of retention_cohorts; None where the data does not reach."""

    currency: str
    cohort_month: date
    months_since: int
    customers: int
    customers_left_in: int | None
    start_mrr: Decimal
    mrr: Decimal | None
    logo_retention: float | None
    revenue_retention: float | None


@dataclass(frozen=True, slots=True)
class SurvivalPoint:
    """One time of a survival curve: what is known of those who live up to it."""

    time_months: int
    at_risk: int
    churned: int
    censored: int
    survival: float
    std_error: float | None


@dataclass(frozen=True, slots=True)
class Churn:
    """Who churned of whom, under one definition."""

    definition: str
    churned: set[str]
    base: set[str]

    @property
    def rate(self) -> float | None:
        """Customers who churned / customers of the base."""
        return rate(len(self.churned), len(self.base))


@dataclass(frozen=True, slots=True)
class ChurnMonth:
    """Accounts of a currency and month, by what happened to them."""

    currency: str
    month: date
    start: set[str]
    """With MRR when the month began."""
    new: set[str]
    """With MRR on any of its days, but not when it began."""
    left: set[str]
    """Without MRR in any currency from one of its days on, for good or not."""
    lost: set[str]
    """With MRR when the month began, and none in any currency when it ended."""

    @property
    def definitions(self) -> tuple[Churn, Churn, Churn]:
        """Ours; Stripe's, with new ones in the base; Baremetrics', where each who left churned."""
        return (
            Churn("ours", self.lost, self.start),
            Churn("stripe", self.left, self.start | self.new),
            Churn("baremetrics", self.left, self.start),
        )


def kaplan_meier(lives: Iterable[tuple[int, bool]]) -> list[SurvivalPoint]:
    """Return the survival curve of (time, whether it ended then) at time 0 and at every time given.

    Who is censored at a time was at risk of the events of that time. The standard error is
    Greenwood's; it is None after the last one at risk has gone, where it is not defined.
    """
    known = list(lives)
    events = Counter(time for time, ended in known if ended)
    censorings = Counter(time for time, ended in known if not ended)
    survival, spread = Fraction(1), Fraction(0)
    curve = []
    for time in sorted({0, *events, *censorings}):
        at_risk = sum(other >= time for other, _ in known)
        churned = events[time]
        survival *= 1 - Fraction(churned, at_risk)
        std_error = None
        if survival:
            spread += Fraction(churned, at_risk * (at_risk - churned))
            std_error = float(survival) * math.sqrt(spread)
        curve.append(
            SurvivalPoint(time, at_risk, churned, censorings[time], float(survival), std_error)
        )
    return curve


class Ledger:
    """MRR of every account on every day up to the as-of date, and what follows from it."""

    def __init__(
        self,
        subscriptions: Iterable[Subscription],
        as_of: date,
        closed: Mapping[date, Iterable[Subscription]] | None = None,
    ) -> None:
        """Write down, account by account and day by day, what runs.

        Args:
            subscriptions: periods, in any order; each counts, however alike two of them are.
            as_of: the last day that is known.
            closed: the periods that count on the days of a closed month, in place of those.
        """
        self.as_of = as_of
        self.periods = _by_account(subscriptions)
        self._closed = {month: _by_account(known) for month, known in (closed or {}).items()}
        knowledge = (self.periods, *self._closed.values())
        accounts = dict.fromkeys(account for known in knowledge for account in known)
        self._days: dict[str, dict[date, dict[str, Decimal]]] = {
            account: self._written_down(account) for account in accounts
        }

    def _written_down(self, account: str) -> dict[date, dict[str, Decimal]]:
        days = {}
        day = min(
            period.started_on
            for known in (self.periods, *self._closed.values())
            for period, _ in known[account]
        )
        while day <= self.as_of:
            mrr: dict[str, Decimal] = defaultdict(Decimal)
            for period, amount in self._closed.get(month_of(day), self.periods)[account]:
                if amount and period.runs_on(day):
                    mrr[period.currency] += amount
            days[day] = dict(mrr)
            day += DAY
        return days

    # Days.

    @property
    def earliest_month(self) -> date:
        """The month of the first contract."""
        return min(month_of(one.started_on) for own in self.periods.values() for one, _ in own)

    def days_of(self, month: date) -> list[date]:
        """Return the days of a month up to the as-of date."""
        days = (self.end_of(month) - month).days + 1
        return [month + DAY * number for number in range(days)]

    def mrr_on(self, account: str, currency: str, day: date) -> Decimal:
        """Return the MRR of a day, 0 before the account's first period."""
        return self._days[account].get(day, {}).get(currency, ZERO)

    def pays_on(self, account: str, day: date) -> bool:
        """Whether the account has MRR in any currency."""
        return any(mrr > 0 for mrr in self._days[account].get(day, {}).values())

    # Months.

    @property
    def last_month(self) -> date:
        """The running month."""
        return month_of(self.as_of)

    def end_of(self, month: date) -> date:
        """Return the day that stands for a month: its last, the as-of date for the running one."""
        return min(last_day(month), self.as_of)

    def mrr(self, account: str, currency: str, month: date) -> Decimal:
        """Return the MRR at a month's end."""
        return self.mrr_on(account, currency, self.end_of(month))

    def pays(self, account: str, month: date) -> bool:
        """Whether the account is a customer at a month's end, in any currency."""
        return self.pays_on(account, self.end_of(month))

    @cached_property
    def first_months(self) -> dict[str, dict[str, date]]:
        """The first month at whose end an account had MRR, by account and currency."""
        found: dict[str, dict[str, date]] = {}
        for account, days in self._days.items():
            own: dict[str, date] = {}
            for day, mrr in days.items():
                if day == self.end_of(month_of(day)):
                    for currency, amount in mrr.items():
                        if amount:
                            own.setdefault(currency, month_of(day))
            found[account] = own
        return found

    def accounts_of(self, currency: str) -> list[str]:
        """Return the accounts that ever had MRR in a currency at a month's end."""
        return [account for account, first in self.first_months.items() if currency in first]

    @property
    def currencies(self) -> set[str]:
        """Every currency that any account ever had MRR in at a month's end."""
        return {currency for first in self.first_months.values() for currency in first}

    def months(self, currency: str) -> list[date]:
        """Return the months from the first with MRR in a currency to the running one."""
        first = min(self.first_months[account][currency] for account in self.accounts_of(currency))
        return list(months_from(first, self.last_month))

    def account_months(self) -> Iterator[tuple[str, str, date, Decimal]]:
        """Return the MRR of each account, currency and month from its first one to the running."""
        for account, first_months in self.first_months.items():
            for currency, first in first_months.items():
                for month in months_from(first, self.last_month):
                    yield account, currency, month, self.mrr(account, currency, month)

    # Movements.

    def movements(self) -> Iterator[Movement]:
        """Return what became of every account with MRR at a month's start or end.

        Whether it was, is or ever had been a customer is asked over all its currencies.
        """
        for account, first_months in self.first_months.items():
            for currency, first in first_months.items():
                for month in months_from(first, self.last_month):
                    before = months_later(month, -1)
                    start = self.mrr(account, currency, before)
                    end = self.mrr(account, currency, month)
                    if start or end:
                        movement = self._movement(account, month, start, end)
                        yield Movement(account, currency, month, movement, start, end)

    def _movement(self, account: str, month: date, start: Decimal, end: Decimal) -> str:
        if start == end:
            return "none"
        if start == 0 and not self.pays(account, months_later(month, -1)):
            ever_before = min(self.first_months[account].values()) < month
            return "reactivation" if ever_before else "new"
        if end == 0 and not self.pays(account, month):
            return "churn"
        return "expansion" if end > start else "contraction"

    def bridges(self) -> Iterator[Bridge]:
        """Return MRR and customers of every month, from start to end."""
        movements: dict[tuple[str, date], list[Movement]] = defaultdict(list)
        for movement in self.movements():
            movements[movement.currency, movement.month].append(movement)
        for currency in self.currencies:
            for month in self.months(currency):
                yield _bridge(currency, month, movements[currency, month])

    # Retention.

    def plans(self, account: str, month: date) -> str:
        """Return the products with MRR at a month's end, as far as they are known."""
        day = self.end_of(month)
        products = {
            period.product
            for period, amount in self.periods[account]
            if period.product and amount and period.runs_on(day)
        }
        return " + ".join(sorted(products)) or UNKNOWN

    def retention(self, segment_type: str, segment_of: Segment) -> Iterator[Retention]:
        """Return what was left of a month's customers 1, 3 and 12 months later, by segment.

        A segment is judged at the window's start. Only the window's two ends count. All customers
        together have a row even where there are none.
        """
        for currency in self.currencies:
            months = self.months(currency)
            for month in months:
                for window in WINDOWS:
                    start_month = months_later(month, -window)
                    if start_month not in months:
                        continue
                    segments: dict[str, list[str]] = {"all": []} if segment_type == "all" else {}
                    for account in self.accounts_of(currency):
                        if self.mrr(account, currency, start_month) > 0:
                            segment = segment_of(account, start_month)
                            segments.setdefault(segment, []).append(account)
                    for segment, customers in segments.items():
                        yield _retention(
                            (currency, month, window, segment_type, segment),
                            [self.mrr(one, currency, start_month) for one in customers],
                            [self.mrr(one, currency, month) for one in customers],
                            sum(not self.pays(one, month) for one in customers),
                        )

    def cohorts(self) -> Iterator[CohortCell]:
        """Return what was left of those whose first month was the same, month by month.

        Every cohort of a currency has as many cells as its oldest one.
        """
        for currency in self.currencies:
            members: dict[date, list[str]] = defaultdict(list)
            for account in self.accounts_of(currency):
                members[self.first_months[account][currency]].append(account)
            oldest = min(members)
            for cohort_month, accounts in members.items():
                start = sum((self.mrr(one, currency, cohort_month) for one in accounts), ZERO)
                for since in range(months_between(oldest, self.last_month) + 1):
                    month = months_later(cohort_month, since)
                    left_in = mrr = None
                    if month <= self.last_month:
                        left_in = sum(self.pays(account, month) for account in accounts)
                        mrr = sum((self.mrr(one, currency, month) for one in accounts), ZERO)
                    yield CohortCell(
                        currency=currency,
                        cohort_month=cohort_month,
                        months_since=since,
                        customers=len(accounts),
                        customers_left_in=left_in,
                        start_mrr=start,
                        mrr=mrr,
                        logo_retention=None if left_in is None else rate(left_in, len(accounts)),
                        revenue_retention=None if mrr is None else rate(mrr, start),
                    )

    # Survival.

    def life(self, account: str) -> tuple[int, bool]:
        """Return the months from an account's first with MRR to the first without, if there is one.

        Where there is none, to the running month. A return is no new life.
        """
        first = min(self.first_months[account].values())
        for month in months_from(first, self.last_month):
            if not self.pays(account, month):
                return months_between(first, month), True
        return months_between(first, self.last_month), False

    def survival(self, segment_of: Segment) -> dict[str, list[SurvivalPoint]]:
        """Return the survival curve of each segment, judged at the end of the first month."""
        lives: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for account, first_months in self.first_months.items():
            if first_months:
                entry = min(first_months.values())
                lives[segment_of(account, entry)].append(self.life(account))
        return {stratum: kaplan_meier(known) for stratum, known in lives.items()}

    # Reconciliation.

    def churn_months(self) -> Iterator[ChurnMonth]:
        """Return, day by day, who of a month's customers was there, came and left.

        A month stands here if it has a bridge, or if somebody had MRR on any of its days.
        """
        for currency in {one.currency for own in self.periods.values() for one, _ in own}:
            bridged = self.months(currency) if currency in self.currencies else []
            for month in months_from(self.earliest_month, self.last_month):
                before = month - DAY
                days = self.days_of(month)
                start, came, left = set[str](), set[str](), set[str]()
                for account in self.periods:
                    had = self.mrr_on(account, currency, before) > 0
                    if had:
                        start.add(account)
                    for day in days:
                        if (
                            had
                            and self.pays_on(account, day - DAY)
                            and not self.pays_on(account, day)
                        ):
                            left.add(account)
                        if self.mrr_on(account, currency, day) > 0:
                            had = True
                            came.add(account)
                if month in bridged or start or came:
                    at_end = {account for account in start if self.pays(account, month)}
                    yield ChurnMonth(currency, month, start, came - start, left, start - at_end)


def _by_account(
    subscriptions: Iterable[Subscription],
) -> dict[str, list[tuple[Subscription, Decimal]]]:
    periods: dict[str, list[tuple[Subscription, Decimal]]] = defaultdict(list)
    for subscription in subscriptions:
        periods[subscription.account_id].append((subscription, subscription.mrr))
    return periods


def _bridge(currency: str, month: date, movements: list[Movement]) -> Bridge:
    deltas: dict[str, Decimal] = defaultdict(Decimal)
    counts: Counter[str] = Counter()
    for row in movements:
        deltas[row.movement] += row.end_mrr - row.start_mrr
        counts[row.movement] += 1
    return Bridge(
        currency=currency,
        month=month,
        start_mrr=sum((row.start_mrr for row in movements), ZERO),
        new_mrr=deltas["new"],
        reactivation_mrr=deltas["reactivation"],
        expansion_mrr=deltas["expansion"],
        contraction_mrr=-deltas["contraction"],
        churned_mrr=-deltas["churn"],
        end_mrr=sum((row.end_mrr for row in movements), ZERO),
        customers_start=sum(row.start_mrr > 0 for row in movements),
        customers_new=counts["new"],
        customers_reactivated=counts["reactivation"],
        customers_churned=counts["churn"],
        customers_switched_in=sum(
            row.movement == "expansion" and row.start_mrr == 0 for row in movements
        ),
        customers_switched_out=sum(
            row.movement == "contraction" and row.end_mrr == 0 for row in movements
        ),
        customers_end=sum(row.end_mrr > 0 for row in movements),
    )


def _retention(
    key: tuple[str, date, int, str, str], starts: list[Decimal], ends: list[Decimal], lost: int
) -> Retention:
    pairs = list(zip(starts, ends, strict=True))
    start, end = sum(starts, ZERO), sum(ends, ZERO)
    kept = sum((min(pair) for pair in pairs), ZERO)
    lost_mrr = sum((max(before - after, ZERO) for before, after in pairs), ZERO)
    expansion = sum((max(after - before, ZERO) for before, after in pairs), ZERO)
    return Retention(
        *key,
        customers_start=len(pairs),
        customers_lost=lost,
        start_mrr=start,
        end_mrr=end,
        kept_mrr=kept,
        lost_mrr=lost_mrr,
        expansion_mrr=expansion,
        logo_churn=rate(lost, len(pairs)),
        gross_revenue_churn=rate(lost_mrr, start),
        net_revenue_churn=rate(lost_mrr - expansion, start),
        grr=rate(kept, start),
        nrr=rate(end, start),
    )
