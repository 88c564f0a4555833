"""METRICS 7 worked out by hand, for tests only: NPS, satisfaction, coverage, loyalty.

It starts from answers, invitations, contracts and events of known people and accounts, and knows
nothing of the models. Each table is a dictionary of rows by their key. Days are those of Japan.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from statistics import fmean
from typing import Any, NamedTuple

from revenue_by_hand import UNKNOWN, ZERO, Ledger, last_day, month_of, months_later

TOKYO = timedelta(hours=9)
DAY = timedelta(days=1)
Z = 1.96
HIDDEN_BELOW, LOW_BELOW = 5, 30
PROMOTER, PASSIVE, DETRACTOR = "promoter", "passive", "detractor"
RELATIONAL = "relational"
THROTTLE_DAYS = BEHAVIOUR_DAYS = 90
REFERENCES = {"referral_made", "case_study_published"}
ROLES = [
    *(("社長", "executive", 2.0), ("取締役", "executive", 2.0), ("部長", "manager", 1.5)),
    *(("課長", "section_manager", 1.25), ("chief", "executive", 2.0), ("営業", "sales", 1.0)),
]
"""Titles that the tests use, in the order of the seed: text, group, weight."""

Key = tuple[Any, ...]
Scale = tuple[str, int | None, int | None]
"""What kind of question it is, and its lowest and highest answer."""
Table = dict[Key, dict[str, Any]]


def local_day(moment: datetime) -> date:
    """Return the day of a moment in UTC."""
    return (moment + TOKYO).date()


def end_of_day(day: date) -> datetime:
    """Return the moment in UTC at which a day is over."""
    return datetime(day.year, day.month, day.day) + DAY - TOKYO


def latest_possible(moment: datetime) -> datetime:
    """Return until when a time may mean: the beginning of a day stands for any time of it."""
    day = local_day(moment)
    return end_of_day(day) if moment == end_of_day(day - DAY) else moment


def may_follow(moment: datetime, other: datetime) -> bool:
    """Whether a time is not before another one, or need not be."""
    return moment >= other or latest_possible(moment) > other


def year_before(day: date) -> date:
    """Return the day 12 months earlier; of a leap day its day before."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)


class Period(NamedTuple):
    """A period as the marts name it."""

    period_type: str
    period: str
    start: date | None


EVER = Period("all", "all", None)


def calendar_periods(day: date | None) -> list[Period]:
    """Return the periods of a day beside those of waves; of an unknown day only `all`."""
    if day is None:
        return [EVER]
    year = day.year if day.month >= 4 else day.year - 1
    place = (day.month - 4) % 12 // 3
    quarter = months_later(date(year, 4, 1), 3 * place)
    return [
        EVER,
        Period("month", f"{day:%Y-%m}", month_of(day)),
        Period("quarter", f"FY{year}-Q{place + 1}", quarter),
        Period("fiscal_year", f"FY{year}", date(year, 4, 1)),
    ]


def months_of(period: Period) -> int:
    """Return how many months a period of the calendar has."""
    return {"month": 1, "quarter": 3, "fiscal_year": 12}[period.period_type]


def spread(promoters: float, detractors: float, n: float) -> tuple[float, float]:
    """Return centre and standard error of the adjusted-Wald interval."""
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    return 100 * (p - d), 100 * math.sqrt((p + d - (p - d) ** 2) / (n + 3))


def interval(promoters: float, detractors: float, n: float) -> tuple[float, float]:
    """Return the 95 % interval of an NPS."""
    centre, error = spread(promoters, detractors, n)
    return max(-100.0, centre - Z * error), min(100.0, centre + Z * error)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the Wilson interval of a share."""
    share, square = successes / n, Z * Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return centre - half, centre + half


def mean_ranks(values: Sequence[float]) -> list[Fraction]:
    """Return ranks from 1 on; those that are equal share the mean of their ranks."""
    return [
        Fraction(2 * sum(other < one for other in values) + values.count(one) + 1, 2)
        for one in values
    ]


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return the rank correlation; None where a side does not vary."""
    left, right = (mean_ranks([pair[side] for pair in pairs]) for side in (0, 1))
    middle = Fraction(len(pairs) + 1, 2)
    within = [sum((one - middle) ** 2 for one in side) for side in (left, right)]
    if not all(within):
        return None
    both = sum((x - middle) * (y - middle) for x, y in zip(left, right, strict=True))
    if both * both == within[0] * within[1]:
        return math.copysign(1.0, both)
    return float(both) / math.sqrt(float(within[0] * within[1]))


def correlation_interval(r: float, n: int) -> tuple[float | None, float | None]:
    """Return the interval by Fisher's z with the standard error of Bonett and Wright."""
    if n < 4:
        return None, None
    if abs(r) == 1:
        return r, r
    half = Z * math.sqrt((1 + r * r / 2) / (n - 3))
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


def group_of(score: float) -> str:
    """Return the NPS group of a score."""
    return PROMOTER if score >= 9 else PASSIVE if score >= 7 else DETRACTOR


@dataclass(frozen=True)
class Employment:
    """Where a person worked, from a moment on and before another."""

    account_id: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Role:
    """What a person's card said, from a moment on and before another."""

    title: str | None
    is_decision_maker: bool
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Person:
    """A contact of known identity."""

    contact_id: str
    employments: Sequence[Employment] = ()
    roles: Sequence[Role] = ()
    is_staff: bool = False

    def account_at(self, moment: datetime) -> str | None:
        for one in self.employments:
            if one.begins <= moment < one.ends:
                return one.account_id
        return None

    def has_left(self, account: str, since: datetime, by: datetime) -> bool:
        """Whether the person worked for an account then and works for another by now."""
        return self.account_at(since) == account and self.account_at(by) not in (None, account)

    def role_at(self, moment: datetime) -> Role | None:
        for one in self.roles:
            if one.begins <= moment < one.ends:
                return one
        return None


@dataclass(frozen=True)
class Company:
    """An account: its attributes, its owner and its stored scores by day."""

    account_id: str
    industry: str | None = None
    company_size_band: str | None = None
    region: str | None = None
    owner_id: str | None = None
    scores: dict[date, tuple[float | None, str | None]] = field(default_factory=dict)
    """Engagement score and rank at month ends and on the as-of date."""


@dataclass(frozen=True)
class Answer:
    """An answer to a question, with whose it is."""

    response_id: str
    questionnaire: str
    survey_id: str
    survey_type: str
    question_id: str | None
    question_type: str
    touchpoint: str | None
    scale_min: int | None
    scale_max: int | None
    score: float | None
    is_test: bool
    is_staff: bool
    contact_id: str | None
    account_id: str | None
    responded_at: datetime | None
    known_at: datetime
    """When it was given; where nothing says so, when it became known."""

    @property
    def day(self) -> date | None:
        return None if self.responded_at is None else local_day(self.responded_at)

    @property
    def invalid_reason(self) -> str | None:
        """Why the answer does not count, the first of the reasons that hold."""
        if self.is_test:
            return "test"
        if self.is_staff:
            return "staff"
        if self.question_type in ("text", "choice"):
            return "not_scored"
        if self.score is None:
            return "no_score"
        if self.question_type == "recommend" and (self.scale_min, self.scale_max) != (0, 10):
            return "other_scale"
        if self.scale_min is not None and self.score < self.scale_min:
            return "out_of_range"
        if self.scale_max is not None and self.score > self.scale_max:
            return "out_of_range"
        return "not_whole" if self.score != int(self.score) else None

    @property
    def is_vote(self) -> bool:
        """Whether it counts for NPS."""
        return self.question_type == "recommend" and self.invalid_reason is None

    @property
    def scale(self) -> Scale:
        return self.question_type, self.scale_min, self.scale_max

    @property
    def person(self) -> str:
        """The contact; an answer of nobody stands alone."""
        return self.contact_id or f"nobody of {self.response_id}"

    @property
    def lateness(self) -> tuple[datetime, str]:
        """What the latest of several has most of; an answer without a time has least."""
        return (self.responded_at or datetime.min, self.response_id)


@dataclass(frozen=True)
class Invitation:
    """One invitation that counts: no test, not to our own staff."""

    survey_id: str
    survey_type: str
    contact_id: str | None
    account_id: str | None
    invited_at: datetime

    @property
    def day(self) -> date:
        return local_day(self.invited_at)


@dataclass(frozen=True)
class Event:
    """An engagement event, or a contact activity of ours."""

    event_type: str
    channel: str
    direction: str
    valence: int
    is_machine: bool
    contact_id: str | None
    account_id: str | None
    occurred_at: datetime

    @property
    def day(self) -> date:
        return local_day(self.occurred_at)

    @property
    def is_completed_contact(self) -> bool:
        """A two-way meeting, call or chat, or a message by hand."""
        if self.is_machine or self.channel not in ("meeting", "call", "chat"):
            return False
        return self.direction == "two_way" or (
            self.direction == "outbound" and self.channel == "chat"
        )


@dataclass(frozen=True)
class Opinion:
    """What an account thinks on a day."""

    mean: float
    people: int
    decision_maker_detractor: bool
    last_day: date

    @property
    def band(self) -> str:
        return group_of(round(self.mean, 9))


def role_of(role: Role | None) -> tuple[str, float]:
    """Return group and weight of a role, by the first title that its text holds."""
    for text, group, weight in ROLES:
        if role is not None and role.title and text in role.title.lower():
            return group, weight
    return UNKNOWN, 1.0


def quadrant(engagement: float | None, mean: float | None) -> str:
    """Return where an account stands; unknown where one side is not known."""
    if engagement is None or mean is None:
        return "unknown"
    if round(mean, 9) >= 7:
        return "co_creator" if engagement >= 50 else "silent_supporter"
    return "at_risk_enthusiast" if engagement >= 50 else "drifting"


class Feedback:
    """Everything that METRICS 7 says of some answers, invitations, contracts and events."""

    def __init__(
        self,
        as_of: date,
        people: Iterable[Person],
        companies: Iterable[Company],
        answers: Iterable[Answer],
        invitations: Iterable[Invitation],
        events: Iterable[Event],
        ledger: Ledger | None,
        catalogue: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Take the facts as they are known on a day; nothing in them is later.

        The catalogue has surveys with types of their questions.
        """
        self.as_of = as_of
        self.people = {one.contact_id: one for one in people}
        self.companies = {one.account_id: one for one in companies}
        self.answers = list(answers)
        self.invitations = list(invitations)
        self.events = list(events)
        self.ledger = ledger
        self.votes = [one for one in self.answers if one.is_vote]
        self.listed = {one.survey_id for one in self.invitations if one.contact_id}
        types: dict[str, set[str]] = defaultdict(set)
        for survey, question_type in [
            *catalogue,
            *((one.survey_id, one.question_type) for one in self.answers),
        ]:
            types[survey].add(question_type)
        self.asking = {one for one in self.listed if "recommend" in (types[one] or {"recommend"})}
        """Surveys with a list that ask for a recommendation, as far as one knows."""

    # Periods.

    @cached_property
    def wave_starts(self) -> dict[str, date]:
        """The day on which each survey was first answered or sent, of those that tell."""
        days: dict[str, list[date]] = defaultdict(list)
        for vote in self.votes:
            if vote.day is not None:
                days[vote.survey_id].append(vote.day)
        for one in self.invitations:
            if one.contact_id is not None:
                days[one.survey_id].append(one.day)
        return {survey: min(found) for survey, found in days.items()}

    def wave(self, survey_id: str) -> Period:
        return Period("survey_wave", survey_id, self.wave_starts.get(survey_id))

    def periods_of(self, vote: Answer) -> list[Period]:
        waves = [self.wave(vote.survey_id)] if vote.survey_type == RELATIONAL else []
        return [*calendar_periods(vote.day), *waves]

    @cached_property
    def counted(self) -> dict[tuple[str, Period], list[Answer]]:
        """The latest answer of each person, by survey type and period."""
        latest: dict[tuple[str, Period], dict[str, Answer]] = defaultdict(dict)
        for vote in sorted(self.votes, key=lambda one: one.lateness):
            for period in self.periods_of(vote):
                latest[vote.survey_type, period][vote.person] = vote
        return {key: list(found.values()) for key, found in latest.items()}

    def before(self, period: Period) -> Period | None:
        """Return the period just before, None of the first wave and of `all`."""
        if period.period_type == "all":
            return None
        if period.period_type == "survey_wave":
            waves = sorted(
                (key[1] for key in self.counted if key[1].period_type == "survey_wave"),
                key=lambda one: (one.start or date.min, one.period),
            )
            place = waves.index(period)
            return waves[place - 1] if place else None
        assert period.start is not None
        return next(
            one
            for one in calendar_periods(months_later(period.start, -months_of(period)))
            if one.period_type == period.period_type
        )

    # NPS.

    def segments(self, vote: Answer) -> dict[str, str]:
        """Return the segments of who answered: attributes of today, the rest of that day."""
        company = self.companies.get(vote.account_id or "")
        found = {
            "all": "all",
            "industry": company.industry if company else None,
            "company_size_band": company.company_size_band if company else None,
            "region": company.region if company else None,
            "plan": None,
            "engagement_rank": None,
            "role": None,
        }
        day = local_day(vote.known_at)
        if company:
            ends = [one for one in company.scores if one < day and one == last_day(one)]
            if ends:
                found["engagement_rank"] = company.scores[max(ends)][1]
            found["plan"] = self._plan(company.account_id, day)
        person = self.people.get(vote.contact_id or "")
        if person:
            found["role"] = role_of(person.role_at(vote.known_at))[0]
        return {name: value or UNKNOWN for name, value in found.items()}

    def _plan(self, account: str, day: date) -> str | None:
        if self.ledger is None:
            return None
        periods = self.ledger.periods.get(account, [])
        products = {one.product for one, mrr in periods if one.product and mrr and one.runs_on(day)}
        return " + ".join(sorted(products)) or None

    @cached_property
    def _by_segment(self) -> dict[tuple[str, Period, str, str], list[float]]:
        scores: dict[tuple[str, Period, str, str], list[float]] = defaultdict(list)
        for (survey_type, period), votes in self.counted.items():
            for vote in votes:
                assert vote.score is not None
                for segment_type, segment in self.segments(vote).items():
                    scores[survey_type, period, segment_type, segment].append(vote.score)
        return scores

    def nps_summary(self) -> Table:
        table = {}
        for (survey_type, period, segment_type, segment), scores in self._by_segment.items():
            groups = Counter(map(group_of, scores))
            n, hidden = len(scores), len(scores) < HIDDEN_BELOW
            low, high = interval(groups[PROMOTER], groups[DETRACTOR], n)
            row: dict[str, Any] = {
                "period_start": period.start,
                "responses": n,
                "promoters": groups[PROMOTER],
                "passives": groups[PASSIVE],
                "detractors": groups[DETRACTOR],
                "nps": None if hidden else self._nps(scores),
                "ci_low": None if hidden else low,
                "ci_high": None if hidden else high,
                "mean_score": None if hidden else fmean(scores),
                "is_hidden": hidden,
                "is_low_sample": n < LOW_BELOW,
                "change": None,
                "change_is_detectable": None,
            }
            earlier = self.before(period)
            if earlier and not hidden:
                past = self._by_segment.get((survey_type, earlier, segment_type, segment), [])
                if len(past) >= HIDDEN_BELOW:
                    row["change"] = self._nps(scores) - self._nps(past)
                    error = math.hypot(self._error(scores), self._error(past))
                    row["change_is_detectable"] = abs(row["change"]) / error >= Z
            table[survey_type, period.period_type, period.period, segment_type, segment] = row
        return table

    @staticmethod
    def _nps(scores: Sequence[float]) -> float:
        groups = Counter(map(group_of, scores))
        return 100 * (groups[PROMOTER] - groups[DETRACTOR]) / len(scores)

    @staticmethod
    def _error(scores: Sequence[float]) -> float:
        groups = Counter(map(group_of, scores))
        return spread(groups[PROMOTER], groups[DETRACTOR], len(scores))[1]

    def nps_distribution(self) -> Table:
        table = {}
        for (survey_type, period), votes in self.counted.items():
            given = Counter(vote.score for vote in votes)
            for score in range(11):
                table[survey_type, period.period_type, period.period, score] = {
                    "period_start": period.start,
                    "responses": given[score],
                    "share_of_responses": given[score] / len(votes),
                }
        return table

    def _last_month(self, period: Period, votes: Sequence[Answer]) -> date:
        running = month_of(self.as_of)
        if period.period_type == "all":
            return running
        if period.period_type == "survey_wave":
            days = [vote.day for vote in votes if vote.day is not None]
            return month_of(max(days)) if days else running
        assert period.start is not None
        return min(months_later(period.start, months_of(period) - 1), running)

    def mrr(self, account: str, month: date) -> Decimal:
        """Return the MRR of a month, 0 where there never was any."""
        if self.ledger is None or account not in self.ledger.first_months:
            return ZERO
        return self.ledger.mrr(account, "JPY", month)

    def nps_company(self) -> Table:
        table = {}
        for (survey_type, period), votes in self.counted.items():
            month = self._last_month(period, votes)
            groups: dict[str, Counter[str]] = defaultdict(Counter)
            for vote in votes:
                assert vote.score is not None
                if vote.account_id is not None:
                    groups[vote.account_id][group_of(vote.score)] += 1
            everybody = Counter(group_of(vote.score or 0) for vote in votes)
            paid = {account: Fraction(self.mrr(account, month)) for account in groups}
            weights: dict[str, dict[str, Fraction]] = {
                "account": {account: Fraction(1) for account in groups},
                "mrr": {account: weight for account, weight in paid.items() if weight},
            }
            key = (survey_type, period.period_type, period.period)
            table[(*key, "respondent")] = self._votes(
                period,
                len(votes),
                len(groups),
                Fraction(len(votes)),
                Fraction(everybody[PROMOTER], len(votes)),
                Fraction(everybody[DETRACTOR], len(votes)),
            )
            for weighting, of_account in weights.items():
                if not of_account:
                    continue
                total = sum(of_account.values(), Fraction(0))
                squares = sum((one * one for one in of_account.values()), Fraction(0))
                shares = {group: Fraction(0) for group in (PROMOTER, DETRACTOR)}
                for account, weight in of_account.items():
                    for group in shares:
                        own = Fraction(groups[account][group], groups[account].total())
                        shares[group] += weight / total * own
                table[(*key, weighting)] = self._votes(
                    period,
                    sum(groups[account].total() for account in of_account),
                    len(of_account),
                    total * total / squares,
                    shares[PROMOTER],
                    shares[DETRACTOR],
                )
        return table

    @staticmethod
    def _votes(
        period: Period,
        responses: int,
        accounts: int,
        votes: Fraction,
        promoters: Fraction,
        detractors: Fraction,
    ) -> dict[str, Any]:
        hidden = votes < HIDDEN_BELOW
        n = float(votes)
        low, high = interval(float(votes * promoters), float(votes * detractors), n)
        return {
            "period_start": period.start,
            "responses": responses,
            "accounts": accounts,
            "effective_votes": n,
            "nps": None if hidden else float(100 * (promoters - detractors)),
            "ci_low": None if hidden else low,
            "ci_high": None if hidden else high,
            "is_hidden": hidden,
            "is_low_sample": votes < LOW_BELOW,
        }

    # Accounts.

    def opinions(self, day: date) -> dict[str, Opinion]:
        """Return what accounts thought on a day: the last word of each person in 12 months.

        Who has left the account since then no longer speaks for it.
        """
        ends, begins = end_of_day(day), year_before(day)
        last: dict[tuple[str, str], Answer] = {}
        for vote in sorted(self.votes, key=lambda one: one.lateness):
            recent = vote.day is not None and begins < vote.day <= day
            if vote.survey_type == RELATIONAL and recent and vote.account_id is not None:
                last[vote.account_id, vote.person] = vote
        words: dict[str, list[tuple[Answer, Role | None]]] = defaultdict(list)
        for (account, _), vote in last.items():
            person = self.people.get(vote.contact_id or "")
            if person and vote.responded_at and person.has_left(account, vote.responded_at, ends):
                continue
            words[account].append((vote, person.role_at(ends) if person else None))
        return {
            account: Opinion(
                mean=sum(role_of(role)[1] * (vote.score or 0) for vote, role in found)
                / sum(role_of(role)[1] for _, role in found),
                people=len(found),
                decision_maker_detractor=any(
                    role is not None
                    and role.is_decision_maker
                    and group_of(vote.score or 0) == DETRACTOR
                    for vote, role in found
                ),
                last_day=max(vote.day for vote, _ in found if vote.day),
            )
            for account, found in words.items()
        }

    def account_nps(self) -> Table:
        return {
            (account,): {
                "mean_score": one.mean,
                "nps_band": one.band,
                "respondents": one.people,
                "decision_maker_detractor": one.decision_maker_detractor,
                "last_response_date": one.last_day,
            }
            for account, one in self.opinions(self.as_of).items()
        }

    def _quadrants(self, day: date) -> dict[str, str]:
        opinions = self.opinions(day)
        return {
            account: quadrant(
                company.scores[day][0], opinions[account].mean if account in opinions else None
            )
            for account, company in self.companies.items()
            if day in company.scores
        }

    def loyalty_matrix(self) -> Table:
        opinions = self.opinions(self.as_of)
        now = self._quadrants(self.as_of)
        before = self._quadrants(month_of(self.as_of) - DAY)
        table: Table = {}
        for account, company in self.companies.items():
            opinion = opinions.get(account)
            points = self._behaviour(account)
            table[account,] = {
                "engagement_score": company.scores.get(self.as_of, (None, None))[0],
                "nps_band": opinion.band if opinion else None,
                "nps_mean_score": opinion.mean if opinion else None,
                "behavioural_loyalty": None if points is None else sum(points),
                "in_term_points": None if points is None else points[0],
                "expansion_points": None if points is None else points[1],
                "advocacy_points": None if points is None else points[2],
                "quadrant": now.get(account, "unknown"),
                "previous_quadrant": before.get(account),
                "as_of_date": self.as_of,
            }
        return table

    def _behaviour(self, account: str) -> tuple[int, int, int] | None:
        periods = self.ledger.periods.get(account, []) if self.ledger else []
        paid = [
            one
            for one, mrr in periods
            if mrr and one.started_on <= self.as_of and one.started_on != one.ends_on
        ]
        if self.ledger is None or not paid:
            return None
        expanded = any(
            one.movement == "expansion"
            and one.account_id == account
            and one.month > months_later(month_of(self.as_of), -12)
            for one in self.ledger.movements()
        )
        spoke_for_us = any(
            one.event_type in REFERENCES
            and not one.is_machine
            and one.account_id == account
            and year_before(self.as_of) < one.day <= self.as_of
            for one in self.events
        )
        in_term = any(one.runs_on(self.as_of) for one in paid)
        return 40 * in_term, 30 * expanded, 30 * spoke_for_us

    def loyalty_transitions(self) -> Table:
        days = {day for one in self.companies.values() for day in one.scores}
        ends = sorted(day for day in days if day in (last_day(day), self.as_of))
        found: Counter[Key] = Counter()
        for earlier, later in pairwise(ends):
            assert earlier == month_of(later) - DAY, "scores stand at every month end"
            before, after = self._quadrants(earlier), self._quadrants(later)
            for account in before.keys() & after.keys():
                found[month_of(later), before[account], after[account]] += 1
        return {key: {"accounts": accounts} for key, accounts in found.items()}

    # Satisfaction.

    def csat_summary(self) -> Table:
        given: dict[tuple[str, Period], list[Answer]] = defaultdict(list)
        for one in self.answers:
            if one.question_type == "satisfaction" and one.invalid_reason is None:
                for period in calendar_periods(one.day):
                    given[one.touchpoint or UNKNOWN, period].append(one)
        return {
            (touchpoint, period.period_type, period.period): self._satisfaction(period, answers)
            for (touchpoint, period), answers in given.items()
        }

    @staticmethod
    def _satisfaction(period: Period, answers: Sequence[Answer]) -> dict[str, Any]:
        scores = [
            int(one.score or 0) - one.scale_min + 1
            for one in answers
            if one.scale_min is not None
            and one.scale_max is not None
            and one.scale_max - one.scale_min == 4
        ]
        n, top = len(scores), sum(score >= 4 for score in scores)
        low, high = wilson(top, n) if n else (None, None)
        return {
            "period_start": period.start,
            "responses": n,
            "top2": top,
            "csat": top / n if n else None,
            "ci_low": low,
            "ci_high": high,
            "mean_score": fmean(scores) if n else None,
            "is_low_sample": n < LOW_BELOW,
            "other_scale_responses": len(answers) - n,
        }

    # Coverage.

    def nps_coverage(self) -> Table:
        invited: dict[tuple[str, Period], list[Invitation]] = defaultdict(list)
        for one in self.invitations:
            if one.contact_id is None or one.survey_id not in self.asking:
                continue
            waves = [self.wave(one.survey_id)] if one.survey_type == RELATIONAL else []
            for period in [*calendar_periods(one.day), *waves]:
                invited[one.survey_type, period].append(one)
        answered: dict[tuple[str, Period], list[Answer]] = defaultdict(list)
        for vote in self.votes:
            for period in self.periods_of(vote):
                answered[vote.survey_type, period].append(vote)
        return {
            (survey_type, period.period_type, period.period): self._coverage(
                period, invited[survey_type, period], answered[survey_type, period]
            )
            for survey_type, period in [*invited.keys() | answered.keys()]
        }

    def _coverage(
        self, period: Period, invitations: Sequence[Invitation], votes: Sequence[Answer]
    ) -> dict[str, Any]:
        listed = [vote for vote in votes if vote.survey_id in self.listed]
        if not invitations and not listed:
            names = ["invited", "response_rate", "answered_uninvited", "accounts_invited"]
            names += ["accounts_answered", "silent_contacts", "silent_accounts", "silent_mrr"]
            return {
                **dict.fromkeys([*names, "anonymous_answers"]),
                "period_start": period.start,
                "answered": len({vote.person for vote in votes}),
                "answered_without_list": len({vote.person for vote in votes}),
            }
        people = {one.contact_id for one in invitations}
        heeded = [
            one
            for one in invitations
            if any(
                vote.contact_id == one.contact_id
                and vote.survey_id == one.survey_id
                and (vote.responded_at is None or may_follow(vote.responded_at, one.invited_at))
                for vote in self.votes
            )
        ]
        answered = {one.contact_id for one in heeded}
        ever = {(one.contact_id, one.survey_id) for one in self.invitations}
        uninvited = {
            vote.contact_id
            for vote in listed
            if vote.contact_id and (vote.contact_id, vote.survey_id) not in ever
        }
        accounts = {one.account_id for one in invitations if one.account_id}
        heard = {one.account_id for one in heeded if one.account_id}
        running = month_of(self.as_of)
        if period.period_type == "survey_wave":
            month = month_of(max((one.day for one in invitations), default=running))
        elif period.period_type == "all":
            month = running
        else:
            assert period.start is not None
            month = min(months_later(period.start, months_of(period) - 1), running)
        return {
            "period_start": period.start,
            "invited": len(people),
            "answered": len(answered),
            "answered_uninvited": len(uninvited),
            "anonymous_answers": sum(vote.contact_id is None for vote in listed),
            "answered_without_list": len(
                {vote.person for vote in votes if vote.survey_id not in self.listed}
            ),
            "response_rate": len(answered) / len(people) if people else None,
            "accounts_invited": len(accounts),
            "accounts_answered": len(heard),
            "silent_contacts": len(people - answered),
            "silent_accounts": len(accounts - heard),
            "silent_mrr": sum((self.mrr(one, month) for one in accounts - heard), ZERO),
        }

    # What happened after an answer.

    def feedback_followup(self) -> Table:
        ends = end_of_day(self.as_of)
        table: Table = {}
        for vote in self.votes:
            assert vote.score is not None
            if group_of(vote.score) != DETRACTOR:
                continue
            row: dict[str, Any] = {
                "survey_type": vote.survey_type,
                "survey_id": vote.survey_id,
                "contact_id": vote.contact_id,
                "account_id": vote.account_id,
                "owner_id": None,
                "answered_at": vote.responded_at,
                "score": vote.score,
                **dict.fromkeys(["first_contact_at", "hours", "within_48h"]),
                **dict.fromkeys(["next_score", "next_answered_at", "score_change"]),
            }
            if vote.account_id in self.companies:
                row["owner_id"] = self.companies[vote.account_id].owner_id
            if vote.responded_at is not None:
                self._follow(vote, vote.responded_at, ends, row)
            table[vote.response_id,] = row
        return table

    def _follow(self, vote: Answer, at: datetime, ends: datetime, row: dict[str, Any]) -> None:
        contacts = [
            max(one.occurred_at, at)
            for one in self.events
            if one.is_completed_contact
            and latest_possible(one.occurred_at) > at
            and (
                one.contact_id == vote.contact_id
                if vote.contact_id
                else one.account_id == vote.account_id is not None
            )
        ]
        if contacts:
            row["first_contact_at"] = min(contacts)
            row["hours"] = (min(contacts) - at) / timedelta(hours=1)
            row["within_48h"] = row["hours"] <= 48
        elif (vote.contact_id or vote.account_id) and at + timedelta(hours=48) <= ends:
            row["within_48h"] = False
        later = [
            other
            for other in self.votes
            if vote.contact_id
            and other.contact_id == vote.contact_id
            and other.survey_type == vote.survey_type
            and other.responded_at is not None
            and other.responded_at > at
        ]
        if later:
            # Of several answers of one moment the one counts that counts for NPS.
            soonest = min(one.responded_at for one in later if one.responded_at)
            following = max(
                (one for one in later if one.responded_at == soonest),
                key=lambda one: one.lateness,
            )
            assert following.score is not None
            assert vote.score is not None
            row["next_score"] = following.score
            row["next_answered_at"] = following.responded_at
            row["score_change"] = following.score - vote.score

    def feedback_followup_monthly(self) -> Table:
        rows: dict[Key, list[dict[str, Any]]] = defaultdict(list)
        for row in self.feedback_followup().values():
            if row["answered_at"] is not None:
                key = (row["survey_type"], month_of(local_day(row["answered_at"])))
                rows[key].append(row)
        table: Table = {}
        for key, found in rows.items():
            judged = [row for row in found if row["within_48h"] is not None]
            soon = sum(row["within_48h"] for row in judged)
            changes = [row["score_change"] for row in found if row["next_score"] is not None]
            table[key] = {
                "detractor_answers": len(found),
                "judged": len(judged),
                "contacted_within_48h": soon,
                "contacted": sum(row["first_contact_at"] is not None for row in found),
                "share_within_48h": soon / len(judged) if judged else None,
                "resurveyed": len(changes),
                "mean_score_change": fmean(changes) if changes else None,
            }
        return table

    def survey_pressure(self) -> Table:
        asks: dict[str, set[tuple[date | None, str]]] = defaultdict(set)
        for one in self.invitations:
            if one.contact_id:
                asks[one.contact_id].add((one.day, one.survey_id))
        for answer in self.answers:
            if answer.survey_id in self.listed or not answer.contact_id:
                continue
            if not answer.is_test and not answer.is_staff:
                asks[answer.contact_id].add((answer.day, f"form {answer.questionnaire}"))
        table: Table = {}
        for contact, found in asks.items():
            days = sorted(day for day, _ in found if day)
            recent = sum((self.as_of - day).days < THROTTLE_DAYS for day in days)
            table[contact,] = {
                "account_id": self.people[contact].account_at(end_of_day(self.as_of)),
                "asks_in_window": recent,
                "asks_total": len(found),
                "last_asked_on": days[-1] if days else None,
                "is_over_surveyed": recent >= 2,
                "times_over_surveyed": sum(
                    (later - earlier).days < THROTTLE_DAYS for earlier, later in pairwise(days)
                ),
                "next_allowed_on": days[-1] + THROTTLE_DAYS * DAY if days else None,
            }
        return table

    # What goes with a score.

    def nps_drivers(self) -> Table:
        pairs: dict[Key, list[tuple[float, float]]] = defaultdict(list)
        for (survey_type, period), votes in self.counted.items():
            if period != EVER:
                continue
            values = [(vote, *told) for vote in votes for told in self._behaviour_of(vote)]
            for vote, driver, value in [*values, *self._other_answers(votes)]:
                assert vote.score is not None
                for segment_type, segment in self.segments(vote).items():
                    key = (survey_type, segment_type, segment, driver)
                    pairs[key].append((vote.score, value))
        return {key: self._correlated(found) for key, found in pairs.items()}

    def _other_answers(self, votes: Sequence[Answer]) -> Iterator[tuple[Answer, str, float]]:
        """Yield what else was answered on the same form: of a question its most used scale."""
        latest = {
            (vote.response_id, other.question_id): (vote, other)
            for vote in votes
            for other in sorted(self.answers, key=lambda one: one.lateness)
            if other.questionnaire == vote.questionnaire
            and other.response_id != vote.response_id
            and other.question_id is not None
            and other.invalid_reason is None
        }
        scales: dict[str | None, Counter[Scale]] = defaultdict(Counter)
        for (_, question), (_, other) in latest.items():
            scales[question][other.scale] += 1
        for (_, question), (vote, other) in latest.items():
            used = scales[question]
            kind, low, high = min(
                used, key=lambda one: (-used[one], one[0], -(one[2] or 0), -(one[1] or 0))
            )
            if other.scale == (kind, low, high) and other.score is not None:
                yield vote, f"answer_{question}", other.score

    @cached_property
    def _doings(self) -> list[Event]:
        """What customers did themselves, and not in anger."""
        return [
            one
            for one in self.events
            if one.account_id
            and not one.is_machine
            and one.valence >= 0
            and one.direction != "outbound"
        ]

    def _behaviour_of(self, vote: Answer) -> Iterator[tuple[str, float]]:
        """Yield what the account did in the 90 days before the day of the answer."""
        company = self.companies.get(vote.account_id or "")
        if company is None or vote.day is None:
            return
        recent = [
            one
            for one in self._doings
            if one.account_id == company.account_id
            and 0 < (vote.day - one.day).days <= BEHAVIOUR_DAYS
        ]
        for channel in {one.channel for one in self._doings}:
            yield f"events_{channel}", sum(one.channel == channel for one in recent)
        if any(one.event_type == "ticket_opened" for one in self._doings):
            yield "tickets_opened", sum(one.event_type == "ticket_opened" for one in recent)
        score, _ = company.scores.get(month_of(vote.day) - DAY, (None, None))
        if score is not None:
            yield "engagement_score", score

    @staticmethod
    def _correlated(pairs: Sequence[tuple[float, float]]) -> dict[str, Any]:
        n, hidden = len(pairs), len(pairs) < HIDDEN_BELOW
        r = None if hidden else spearman(pairs)
        low, high = (None, None) if r is None else correlation_interval(r, n)
        return {
            "n": n,
            "correlation": r,
            "ci_low": low,
            "ci_high": high,
            "is_low_sample": n < LOW_BELOW,
            "is_hidden": hidden,
        }
