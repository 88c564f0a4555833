"""METRICS 3 worked out by hand: plain loops over one company's facts, for tests only.

Identity (whose event, which employer, role text and size band were known when) is read from a built
warehouse. Every number is worked out here from the text and knows nothing of the models.

A day is a local day as a number (`date.toordinal`). Periods are half-open. Scores are 0 to 100.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from statistics import mean, stdev
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import duckdb

Day = int
UNKNOWN = "(unknown)"
DEFAULT_BAND = "(default)"
ENGAGED_DEPTH = 2
WINDOW = 90
STEP = 28
WEEKS = 26
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Event:
    """One row of fct_engagement_events."""

    event_id: str
    contact_id: str | None
    event_type: str
    occurred_at: datetime
    day: Day
    known_on: Day
    depth: int
    valence: int
    direction: str
    is_machine: bool

    @property
    def order(self) -> tuple[datetime, str]:
        """Order in time; ties by id."""
        return self.occurred_at, self.event_id

    @property
    def person(self) -> str:
        """The contact, or the pseudo-contact of whoever is unknown."""
        return self.contact_id or UNKNOWN

    @property
    def is_engaged(self) -> bool:
        """Whether somebody did something: what breadth, recency and status look at."""
        return not self.is_machine and self.depth >= ENGAGED_DEPTH


@dataclass(frozen=True, slots=True)
class Link:
    """On the days from `start` until `end` the warehouse knew the event as the account's."""

    event: Event
    account_id: str
    start: Day
    end: Day


@dataclass(frozen=True, slots=True)
class Employment:
    """On the days from `start` until `end` the contact was known as one of the account's."""

    contact_id: str
    start: Day
    end: Day


@dataclass(frozen=True, slots=True)
class RoleText:
    """What a CRM said of a contact's role, for which days, and on which days that was known."""

    title: str | None
    known_from: Day
    known_until: Day
    valid_from: Day
    valid_until: Day


@dataclass(frozen=True, slots=True)
class AccountPeriod:
    """On the days from `start` until `end` the account was known, with this size band."""

    start: Day
    end: Day
    size_band: str | None
    first_known_on: Day


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """Points of an event type."""

    event_type: str
    points: float
    half_life_days: float
    daily_cap: int
    valid_from: Day


@dataclass(frozen=True, slots=True)
class Parameters:
    """The constants of the score."""

    model_version: str
    valid_from: Day
    contact_k: float
    account_k: float
    depth_weight: float
    breadth_weight: float
    recency_weight: float
    recency_half_life_days: float
    dormant_below: float
    rank_margin: float


@dataclass(frozen=True, slots=True)
class RoleWeight:
    """What a role's text begins to mean on a day; an empty title stands for everybody else."""

    valid_from: Day
    priority: int
    title: str
    role: str
    weight: float


@dataclass(frozen=True, slots=True)
class BreadthTarget:
    """What makes full breadth in a company of this size."""

    valid_from: Day
    company_size_band: str
    target_contacts: float
    expected_roles: float


@dataclass(frozen=True, slots=True)
class Band:
    """A rank, from its lowest score on."""

    rank: str
    score_from: float


@dataclass(frozen=True, slots=True)
class RulesOfDay:
    """The rows of the seeds that are valid on one day."""

    parameters: Parameters
    scoring: dict[str, ScoringRule]
    roles: list[RoleWeight]
    targets: dict[str, BreadthTarget]

    def role(self, title: str | None) -> RoleWeight:
        """Return the first row whose title the text contains."""
        text = (title or "").lower()
        return next(row for row in self.roles if row.title in text)

    def target(self, size_band: str | None) -> BreadthTarget:
        """Return the row of a size band, or the default one."""
        return self.targets.get(size_band or DEFAULT_BAND, self.targets[DEFAULT_BAND])


class _Versioned(Protocol):
    @property
    def valid_from(self) -> Day: ...


Row = TypeVar("Row", bound=_Versioned)


def valid_on(rows: Iterable[Row], key: str, day: Day) -> dict[Any, Row]:
    """Return, by key, the row that began last by the day."""
    chosen: dict[Any, Row] = {}
    for row in rows:
        name = getattr(row, key)
        if row.valid_from <= day and (
            name not in chosen or chosen[name].valid_from < row.valid_from
        ):
            chosen[name] = row
    return chosen


@dataclass
class Rules:
    """The seeds, all versions."""

    scoring: list[ScoringRule]
    parameters: list[Parameters]
    roles: list[RoleWeight]
    targets: list[BreadthTarget]
    bands: list[Band]
    _of_day: dict[Day, RulesOfDay] = field(default_factory=dict)

    def of(self, day: Day) -> RulesOfDay:
        """Return the rules that are valid on a day."""
        if day not in self._of_day:
            roles = [row for row in self.roles if row.valid_from <= day]
            self._of_day[day] = RulesOfDay(
                parameters=max(
                    (row for row in self.parameters if row.valid_from <= day),
                    key=lambda row: row.valid_from,
                ),
                scoring=valid_on(self.scoring, "event_type", day),
                roles=sorted(valid_on(roles, "title", day).values(), key=lambda row: row.priority),
                targets=valid_on(self.targets, "company_size_band", day),
            )
        return self._of_day[day]


@dataclass(frozen=True, slots=True)
class State:
    """From where an account is looked at: the clock, the facts, the identity and the rules."""

    clock: Day
    known_by: Day
    happened_by: Day
    identity_of: Day
    rules_of: Day

    @classmethod
    def of_day(cls, day: Day) -> State:
        """Return the state as of a day."""
        return cls(day, day, day, day, day)

    def has(self, event: Event) -> bool:
        """Whether the event is among the facts."""
        return event.known_on <= self.known_by and event.day <= self.happened_by

    def sees(self, link: Link) -> bool:
        """Whether the event is among the facts and known as this account's."""
        return self.has(link.event) and link.start <= self.identity_of < link.end


@dataclass
class Score:
    """An account's score in one state, with everything that it is made of."""

    contributions: dict[str, list[tuple[Event, float]]]
    """Points of every scored event, by person."""
    last_engaged: dict[str, Event]
    """Each person's last event of depth 2 or more, of any age."""
    engaged: list[str]
    """Persons with such an event in the last 90 days."""
    roles: dict[str, RoleWeight]
    rooted: dict[str, float]
    """role weight * sqrt(raw), by person."""
    half_of_contacts: float
    """First half of breadth, 0 to 50."""
    half_of_roles: float
    """Second half of breadth, 0 to 50."""
    depth: float
    breadth: float
    recency: float
    score: float


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of account_engagement_history."""

    account_id: str
    as_of_date: date
    engagement_score: float | None
    depth_score: float | None
    breadth_score: float | None
    recency_score: float | None
    trend_28d: float | None
    trend_z: float | None
    reciprocity_90d: float | None
    negative_points: float
    status: str
    rank: str | None
    model_version: str
    known_contacts: int
    engaged_contacts_90d: int
    engaged_roles_90d: int


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of engagement_score_ledger."""

    account_id: str
    component: str
    contact_id: str
    event_id: str
    event_type: str
    occurred_at: datetime
    points: float


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row of engagement_score_changes."""

    account_id: str
    reason: str
    from_date: date
    points: float


def contribution(points: float, half_life_days: float, age_days: int) -> float:
    """Return what is left of an event's points."""
    return points * math.exp2(-age_days / half_life_days)


def saturated(value: float, k: float) -> float:
    """Return 100 * (1 - exp(-value / k))."""
    return 100 * (1 - math.exp(-value / k))


def rank_after(before: str | None, score: float, bands: Sequence[Band], margin: float) -> str:
    """Return the rank of a score after another rank, or the band itself where there was none.

    At each edge a rank is above or below; it crosses only `margin` points past the edge.
    """
    rising = sorted(bands, key=lambda band: band.score_from)
    if before is None:
        return [band.rank for band in rising if band.score_from <= score][-1]
    place = [band.rank for band in rising].index(before)
    while place + 1 < len(rising) and score >= rising[place + 1].score_from + margin:
        place += 1
    while place > 0 and score < rising[place].score_from - margin:
        place -= 1
    return rising[place].rank


def is_week_or_month_end(day: Day) -> bool:
    """Whether a day is a Sunday or the last of its month."""
    sunday = 6
    return date.fromordinal(day).weekday() == sunday or date.fromordinal(day + 1).day == 1


def sundays_before(day: Day, weeks: int) -> list[Day]:
    """Return the last Sundays before a day, the latest first."""
    # The day with the number 1 was a Monday.
    latest = (day - 1) // 7 * 7
    return [latest - 7 * week for week in range(weeks)]


@dataclass
class Company:
    """All facts, with what the score needs to find fast."""

    as_of: Day
    rules: Rules
    events: list[Event]
    links: dict[str, list[Link]]
    """By account."""
    employments: dict[str, list[Employment]]
    """By account."""
    role_texts: dict[str, list[RoleText]]
    """By contact."""
    accounts: dict[str, list[AccountPeriod]]

    def __post_init__(self) -> None:
        """Find the events that stand before another one where a daily cap counts."""
        self._scores: dict[tuple[str, State], Score] = {}
        self._statuses: dict[tuple[str, Day], tuple[str, float | None]] = {}
        self._before: dict[str, list[Event]] = {}
        self._of_unknown: dict[tuple[str, str, Day], list[Link]] = defaultdict(list)
        self._of_contact: dict[str, list[Event]] = defaultdict(list)
        same_day: dict[tuple[str, str, Day], list[Event]] = defaultdict(list)
        for event in sorted(self.events, key=lambda event: event.order):
            if event.contact_id is not None and not event.is_machine:
                self._of_contact[event.contact_id].append(event)
                others = same_day[event.contact_id, event.event_type, event.day]
                self._before[event.event_id] = list(others)
                others.append(event)
        for account_id, links in self.links.items():
            links.sort(key=lambda link: link.event.known_on)
            for link in links:
                if link.event.contact_id is None and not link.event.is_machine:
                    key = account_id, link.event.event_type, link.event.day
                    self._of_unknown[key].append(link)

    def _is_within_cap(self, event: Event, account_id: str, cap: int, state: State) -> bool:
        if event.contact_id is not None:
            earlier = sum(state.has(other) for other in self._before[event.event_id])
        else:
            earlier = sum(
                state.sees(other) and other.event.order < event.order
                for other in self._of_unknown[account_id, event.event_type, event.day]
            )
        return earlier < cap

    def _points(self, event: Event, account_id: str, state: State) -> float | None:
        """Return an event's contribution, None without a rule or beyond the cap."""
        rule = self.rules.of(state.rules_of).scoring.get(event.event_type)
        if event.is_machine or rule is None:
            return None
        if not self._is_within_cap(event, account_id, rule.daily_cap, state):
            return None
        return contribution(rule.points, rule.half_life_days, state.clock - event.day)

    def _facts(self, account_id: str, state: State) -> Iterator[Event]:
        for link in self.links.get(account_id, []):
            if link.event.known_on > state.known_by:
                break
            if state.sees(link):
                yield link.event

    def _role(self, person: str, state: State) -> RoleWeight:
        on = state.identity_of
        titles = [
            text.title
            for text in self.role_texts.get(person, [])
            if text.known_from <= on < text.known_until and text.valid_from <= on < text.valid_until
        ]
        assert len(titles) <= 1, f"{person} has several roles on {date.fromordinal(on)}"
        return self.rules.of(state.rules_of).role(titles[0] if titles else None)

    def _period(self, account_id: str, day: Day) -> AccountPeriod | None:
        periods = [row for row in self.accounts[account_id] if row.start <= day < row.end]
        assert len(periods) <= 1, f"{account_id} has several periods on {date.fromordinal(day)}"
        return periods[0] if periods else None

    def score(self, account_id: str, state: State) -> Score:
        """Work out the score in a state; whether it may be told is the status' matter."""
        known = self._scores.get((account_id, state))
        if known is not None:
            return known
        rules = self.rules.of(state.rules_of)
        parameters = rules.parameters
        contributions: dict[str, list[tuple[Event, float]]] = defaultdict(list)
        last_engaged: dict[str, Event] = {}
        for event in self._facts(account_id, state):
            person = event.person
            if event.is_engaged and (
                person not in last_engaged or last_engaged[person].order < event.order
            ):
                last_engaged[person] = event
            if event.valence >= 0:
                points = self._points(event, account_id, state)
                if points is not None:
                    contributions[person].append((event, points))
        engaged = [
            person for person, event in last_engaged.items() if state.clock - event.day < WINDOW
        ]
        roles = {person: self._role(person, state) for person in contributions.keys() | engaged}
        rooted = {
            person: roles[person].weight * math.sqrt(math.fsum(points for _, points in rows))
            for person, rows in contributions.items()
        }
        period = self._period(account_id, state.identity_of)
        target = rules.target(period.size_band if period else None)
        engaged_roles = {roles[person].role for person in engaged}
        half_of_contacts = 50 * min(1.0, len(engaged) / target.target_contacts)
        half_of_roles = 50 * min(1.0, len(engaged_roles) / target.expected_roles)
        if last_engaged:
            last = max(event.day for event in last_engaged.values())
            depth = round(saturated(math.fsum(rooted.values()), parameters.account_k), DIGITS)
            breadth = round(half_of_contacts + half_of_roles, DIGITS)
            recency = contribution(100, parameters.recency_half_life_days, state.clock - last)
            recency = round(recency, DIGITS)
        else:
            depth = breadth = recency = 0.0
        found = Score(
            contributions=contributions,
            last_engaged=last_engaged,
            engaged=engaged,
            roles=roles,
            rooted=rooted,
            half_of_contacts=half_of_contacts,
            half_of_roles=half_of_roles,
            depth=depth,
            breadth=breadth,
            recency=recency,
            score=round(
                parameters.depth_weight * depth
                + parameters.breadth_weight * breadth
                + parameters.recency_weight * recency,
                DIGITS,
            ),
        )
        self._scores[account_id, state] = found
        return found

    def known_contacts(self, account_id: str, day: Day) -> int:
        """Return how many contacts are employed by the account, as known on the day."""
        return len(
            {
                row.contact_id
                for row in self.employments.get(account_id, [])
                if row.start <= day < row.end
            }
        )

    def status(self, account_id: str, day: Day) -> tuple[str, float | None]:
        """Return status and score as of a day on which the account was known."""
        if (account_id, day) not in self._statuses:
            self._statuses[account_id, day] = self._status(account_id, day)
        return self._statuses[account_id, day]

    def _status(self, account_id: str, day: Day) -> tuple[str, float | None]:
        if self.known_contacts(account_id, day) == 0:
            return "no_coverage", None
        period = self._period(account_id, day)
        assert period is not None, f"{account_id} is not known on {date.fromordinal(day)}"
        first_contact = min(row.start for row in self.employments[account_id] if row.start <= day)
        if day - period.first_known_on < STEP or day - first_contact < STEP:
            return "insufficient_history", None
        found = self.score(account_id, State.of_day(day))
        if not found.last_engaged:
            return "never", 0.0
        is_dormant = found.score < self.rules.of(day).parameters.dormant_below
        return ("dormant" if is_dormant else "active"), found.score

    def score_on(self, account_id: str, day: Day) -> float | None:
        """Return the score as of a day, None where it has none or the account was not known."""
        if self._period(account_id, day) is None:
            return None
        return self.status(account_id, day)[1]

    def trend(self, account_id: str, day: Day) -> float | None:
        """Return score(t) - score(t - 28 d)."""
        now, before = (self.score_on(account_id, on) for on in (day, day - STEP))
        return None if now is None or before is None else round(now - before, DIGITS)

    def weekly_trends(self, account_id: str, day: Day) -> list[float | None]:
        """Return the trends of the 26 Sundays before a day."""
        return [self.trend(account_id, sunday) for sunday in sundays_before(day, WEEKS)]

    def reciprocity(self, account_id: str, day: Day) -> float | None:
        """Return inbound / (inbound + outbound) of people's events of the last 90 days."""
        inbound = outbound = 0
        for event in self._facts(account_id, State.of_day(day)):
            if not event.is_machine and day - event.day < WINDOW:
                inbound += event.direction in {"inbound", "two_way"}
                outbound += event.direction in {"outbound", "two_way"}
        return round(inbound / (inbound + outbound), DIGITS) if inbound + outbound else None

    def negative_points(self, account_id: str, day: Day) -> float:
        """Return what events of valence -1 would weigh; never part of the score."""
        state = State.of_day(day)
        weights = [
            self._points(event, account_id, state)
            for event in self._facts(account_id, state)
            if event.valence < 0
        ]
        return round(math.fsum(weight for weight in weights if weight is not None), DIGITS)

    def history(self, account_id: str) -> list[HistoryRow]:
        """Return the rows of every Sunday, month end and the as-of day on which it was known."""
        rows = []
        rank_before: str | None = None
        days = {
            day
            for period in self.accounts[account_id]
            for day in range(period.start, min(period.end, self.as_of + 1))
            if day == self.as_of or is_week_or_month_end(day)
        }
        for day in sorted(days):
            status, score = self.status(account_id, day)
            parameters = self.rules.of(day).parameters
            parts = self.score(account_id, State.of_day(day))
            is_told, rank = score is not None, None
            if score is not None:
                rank = rank_after(rank_before, score, self.rules.bands, parameters.rank_margin)
                if is_week_or_month_end(day):
                    rank_before = rank
            trend = self.trend(account_id, day)
            rows.append(
                HistoryRow(
                    account_id=account_id,
                    as_of_date=date.fromordinal(day),
                    engagement_score=score,
                    depth_score=parts.depth if is_told else None,
                    breadth_score=parts.breadth if is_told else None,
                    recency_score=parts.recency if is_told else None,
                    trend_28d=trend,
                    trend_z=z_of(trend, self.weekly_trends(account_id, day)),
                    reciprocity_90d=self.reciprocity(account_id, day),
                    negative_points=self.negative_points(account_id, day),
                    status=status,
                    rank=rank,
                    model_version=parameters.model_version,
                    known_contacts=self.known_contacts(account_id, day),
                    engaged_contacts_90d=len(parts.engaged),
                    engaged_roles_90d=len({parts.roles[one].role for one in parts.engaged}),
                )
            )
        return rows

    def ledger(self, account_id: str) -> list[LedgerRow]:
        """Return what the score of the as-of day is made of."""
        found = self.score(account_id, State.of_day(self.as_of))
        if self.score_on(account_id, self.as_of) is None or not found.last_engaged:
            return []
        weights = self.rules.of(self.as_of).parameters
        rows: list[LedgerRow] = []

        def add(component: str, event: Event, points: float) -> None:
            rows.append(
                LedgerRow(
                    account_id=account_id,
                    component=component,
                    contact_id=event.person,
                    event_id=event.event_id,
                    event_type=event.event_type,
                    occurred_at=event.occurred_at,
                    points=points,
                )
            )

        all_rooted = math.fsum(found.rooted.values())
        for person, contributions in found.contributions.items():
            raw = math.fsum(points for _, points in contributions)
            of_person = weights.depth_weight * found.depth * found.rooted[person] / all_rooted
            for event, points in contributions:
                add("depth", event, of_person * points / raw)

        of_contacts = weights.breadth_weight * found.half_of_contacts
        for person in found.engaged:
            add("breadth_contacts", found.last_engaged[person], of_contacts / len(found.engaged))

        persons: dict[str, list[str]] = defaultdict(list)
        for person in found.engaged:
            persons[found.roles[person].role].append(person)
        of_roles = weights.breadth_weight * found.half_of_roles
        for same_role in persons.values():
            for person in same_role:
                share = of_roles / len(persons) / len(same_role)
                add("breadth_roles", found.last_engaged[person], share)

        last = max(found.last_engaged.values(), key=lambda event: event.order)
        add("recency", last, weights.recency_weight * found.recency)
        return rows

    def changes(self, account_id: str) -> list[ChangeRow]:
        """Return why the score of the as-of day is not that of 28 days before."""
        now, then = self.as_of, self.as_of - STEP
        if self.score_on(account_id, now) is None or self.score_on(account_id, then) is None:
            return []
        state = State.of_day(then)
        before = self.score(account_id, state).score
        rows = []
        for reason, step in (
            ("passing_of_time", {"clock": now}),
            ("late_facts", {"known_by": now}),
            ("new_events", {"happened_by": now}),
            ("people_and_identity", {"identity_of": now}),
            ("rules", {"rules_of": now}),
        ):
            state = replace(state, **step)
            after = self.score(account_id, state).score
            points = round(after - before, DIGITS)
            rows.append(ChangeRow(account_id, reason, date.fromordinal(then), points))
            before = after
        return rows

    def contact_score(self, contact_id: str) -> float:
        """Return a contact's score of the as-of day, over all accounts."""
        state = State.of_day(self.as_of)
        points = [
            self._points(event, UNKNOWN, state)
            for event in self._of_contact[contact_id]
            if event.valence >= 0 and state.has(event)
        ]
        raw = math.fsum(one for one in points if one is not None)
        return round(saturated(raw, self.rules.of(self.as_of).parameters.contact_k), DIGITS)


def z_of(trend: float | None, before: Sequence[float | None]) -> float | None:
    """Return how many sample deviations a trend lies from the mean of those before it."""
    known = [one for one in before if one is not None]
    if trend is None or len(known) < len(before):
        return None
    deviation = stdev(known)
    return round((trend - mean(known)) / deviation, DIGITS) if deviation > 0 else None


def read_rules(connection: duckdb.DuckDBPyConnection, schema: str = "seeds") -> Rules:
    """Read the seeds of the score."""

    def rows(table: str, columns: str) -> list[tuple[Any, ...]]:
        return connection.execute(f"select {columns} from {schema}.{table}").fetchall()

    return Rules(
        scoring=[
            ScoringRule(kind, points, half_life_days, daily_cap, day.toordinal())
            for kind, points, half_life_days, daily_cap, day in rows(
                "scoring_rules", "event_type, points, half_life_days, daily_cap, valid_from"
            )
        ],
        parameters=[
            Parameters(version, day.toordinal(), *constants)
            for version, day, *constants in rows(
                "score_parameters",
                "model_version, valid_from, contact_k, account_k, depth_weight, breadth_weight, "
                "recency_weight, recency_half_life_days, dormant_below, rank_margin",
            )
        ],
        roles=[
            RoleWeight(day.toordinal(), *row)
            for day, *row in rows(
                "role_weights", "valid_from, priority, coalesce(title, ''), role, weight"
            )
        ],
        targets=[
            BreadthTarget(day.toordinal(), *row)
            for day, *row in rows(
                "breadth_targets",
                "valid_from, company_size_band, target_contacts, expected_roles",
            )
        ],
        bands=[Band(*row) for row in rows("rank_bands", "rank, score_from")],
    )


def read_company(
    connection: duckdb.DuckDBPyConnection,
    timezone: str = "Asia/Tokyo",
    *,
    machines_count: bool = False,
) -> Company:
    """Read the facts of a built warehouse.

    Args:
        connection: the work file, with the schemas marts, intermediate and seeds.
        timezone: of local days.
        machines_count: the raw track: what machines did counts as if people had done it.
    """
    zone = ZoneInfo(timezone)
    select = connection.execute

    def local_day(moment: datetime) -> Day:
        return moment.replace(tzinfo=UTC).astimezone(zone).date().toordinal()

    depths = dict(select("select event_type, depth from seeds.event_types").fetchall())
    events: dict[str, Event] = {}
    for event_id, contact_id, kind, at, known_at, depth, valence, direction, machine in select(
        "select event_id, contact_id, event_type, occurred_at, available_at, depth, valence, "
        "direction, is_machine from marts.fct_engagement_events"
    ).fetchall():
        events[event_id] = Event(
            event_id=event_id,
            contact_id=contact_id,
            event_type=kind,
            occurred_at=at,
            day=local_day(at),
            known_on=local_day(known_at),
            depth=depths[kind] if machines_count else depth,
            valence=valence,
            direction=direction,
            is_machine=machine and not machines_count,
        )
    links: dict[str, list[Link]] = defaultdict(list)
    for event_id, account_id, start, end in select(
        "select event_id, account_id, linked_from, linked_until "
        "from intermediate.int_score__event_links"
    ).fetchall():
        links[account_id].append(
            Link(events[event_id], account_id, start.toordinal(), end.toordinal())
        )
    employments: dict[str, list[Employment]] = defaultdict(list)
    for contact_id, account_id, start, end in select(
        "select contact_id, periods.account_id, from_date, until_date "
        "from intermediate.int_score__contact_periods as periods "
        "inner join marts.dim_contacts as contacts using (contact_id) where not is_internal"
    ).fetchall():
        employments[account_id].append(Employment(contact_id, start.toordinal(), end.toordinal()))
    role_texts: dict[str, list[RoleText]] = defaultdict(list)
    for contact_id, title, *period in select(
        "select contact_id, role_title, known_from_date, known_until_date, valid_from_date, "
        "valid_until_date from intermediate.int_score__role_periods"
    ).fetchall():
        role_texts[contact_id].append(RoleText(title, *(day.toordinal() for day in period)))
    accounts: dict[str, list[AccountPeriod]] = defaultdict(list)
    for account_id, start, end, size_band, first in select(
        "select account_id, from_date, until_date, company_size_band, first_known_on "
        "from intermediate.int_score__account_periods"
    ).fetchall():
        accounts[account_id].append(
            AccountPeriod(start.toordinal(), end.toordinal(), size_band, first.toordinal())
        )
    [(as_of,)] = select("select as_of_date from intermediate.int_inputs__as_of").fetchall()
    return Company(
        as_of=as_of.toordinal(),
        rules=read_rules(connection),
        events=list(events.values()),
        links=links,
        employments=employments,
        role_texts=role_texts,
        accounts=accounts,
    )
