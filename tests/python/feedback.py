"""Small worlds of surveys, made into marts by the project's own SQL.

dbt compiles the feedback models once a session. Each world is then written into the raw tables of
the generic templates and built in a transaction that is rolled back, without a dbt run of its own.
Who people and companies are is given, and so are their events and scores; everything else comes
from raw rows of surveys and contracts.
"""

from __future__ import annotations

import atexit
import csv
import json
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb

from compiling import FUNCTIONS, compile_sql
from conftest import PROJECT
from feedback_by_hand import (
    TOKYO,
    Answer,
    Company,
    Employment,
    Event,
    Feedback,
    Invitation,
    Person,
    Role,
    end_of_day,
)
from identity import SOURCES
from loading import desk_in
from revenue import Compiled, Step
from revenue_by_hand import Ledger, Subscription, last_day, month_of, months_from, months_later

FOLDERS = (
    *("models/intermediate/feedback", "models/intermediate/revenue"),
    *("models/marts/nps", "models/marts/churn"),
)
BELOW = ("models/staging", "models/intermediate/inputs")
CONCEPTS = [
    *("survey_responses", "survey_invitations", "survey_questions"),
    *("subscriptions", "subscription_versions", "churn_flags", "invoices", "dumps"),
]
"""Input models that feedback and revenue read."""
ALSO = {"int_score__role_rules", "int_score__rule_periods", "int_pressure__completed_contacts"}
"""Models of other folders that are built and not given."""
GIVEN = {
    "int_inputs__as_of": (
        "as_of_date date, data_through date, as_of_ends_at timestamp, known_until timestamp"
    ),
    "int_identity__account_keys": (
        "source varchar, source_account_id varchar, account_id varchar, first_known_at timestamp"
    ),
    "int_identity__accounts": (
        "account_id varchar, account_name varchar, corporate_number varchar, domain varchar, "
        "industry varchar, company_size_band varchar, region varchar, owner_id varchar, "
        "is_deleted boolean"
    ),
    "int_identity__contact_keys": (
        "key_type varchar, source varchar, key_value varchar, contact_id varchar"
    ),
    "int_identity__contacts": (
        "contact_id varchar, account_id varchar, email varchar, email_domain varchar, "
        "role varchar, is_decision_maker boolean, consent_email boolean, is_internal boolean, "
        "is_deleted boolean, first_known_at timestamp"
    ),
    "int_identity__contact_employers": (
        "contact_id varchar, account_id varchar, rule varchar, evidence varchar, "
        "valid_from timestamp, valid_until timestamp, known_from timestamp, known_until timestamp"
    ),
    "int_identity__contact_roles": (
        "contact_id varchar, role varchar, is_decision_maker boolean, "
        "valid_from timestamp, valid_until timestamp, known_from timestamp, known_until timestamp"
    ),
    "int_score__role_periods": "role_title varchar",
    "int_activity__engagement_events": (
        "event_id varchar, account_id varchar, contact_id varchar, occurred_at timestamp, "
        "available_at timestamp, event_date date, channel varchar, event_type varchar, "
        "direction varchar, behaviour_class varchar, depth bigint, valence bigint, "
        "is_machine boolean, machine_reason varchar, campaign_id varchar, content_id varchar, "
        "source varchar, source_event_id varchar, source_account_id varchar"
    ),
    "account_engagement_history": (
        "account_id varchar, as_of_date date, engagement_score double, status varchar, rank varchar"
    ),
}
"""Models that a world fills by itself, with those of their columns that are asked for."""
SOURCE = "desk"
LONG_AGO, NEVER = datetime(1900, 1, 1), datetime(9999, 12, 31)
MARTS = [
    *("nps_summary", "nps_distribution", "nps_company", "account_nps", "nps_coverage"),
    *("csat_summary", "feedback_followup", "feedback_followup_monthly", "survey_pressure"),
    *("nps_drivers", "loyalty_matrix", "loyalty_transitions", "fct_survey_responses"),
]
TITLES = [None, "代表取締役社長", "部長", "課長", "Chief Officer", "営業担当", "顧問"]
TOUCHPOINTS = [None, "onboarding", "support"]

Row = dict[str, Any]


@dataclass(frozen=True)
class World:
    """Surveys, and whom they asked, as they are known on a day."""

    as_of: date
    people: list[Person]
    companies: list[Company]
    subscriptions: list[Subscription]
    events: list[Event]
    responses: list[Row]
    """As the template has them."""
    invitations: list[Row]
    questions: list[Row] = field(default_factory=list)

    @property
    def loaded_at(self) -> datetime:
        """When all rows came: late on the as-of day."""
        return end_of_day(self.as_of) - timedelta(seconds=1)

    @cached_property
    def _people(self) -> dict[str, Person]:
        keys = {one.contact_id: one for one in self.people}
        return keys | {address(one.contact_id): one for one in self.people}

    def _whose(self, row: Row) -> Person | None:
        return self._people.get(row["contact_id"] or row["email"] or "")

    def _account(self, row: Row, moment: datetime) -> str | None:
        named = row["account_id"]
        if named in {one.account_id for one in self.companies}:
            return str(named)
        person = self._whose(row)
        return person.account_at(moment) if person else None

    def feedback(self, response_ids: Mapping[str, str]) -> Feedback:
        """Write down the same world for METRICS 7 by hand.

        Args:
            response_ids: the marts' id of each answer, by that of the tool: what comes last in the
                order of ids is decided by theirs.
        """
        catalogue = {(one["survey_id"], one["question_id"]): one for one in self.questions}
        answers = []
        for row in self.responses:
            told = catalogue.get((row["survey_id"], row["question_id"]), {})
            if row["source_system"] != SOURCE:
                told = {}
            known = row | {name: value for name, value in told.items() if value is not None}
            person = self._whose(row)
            whose = row["contact_id"] or row["email"]
            form = (row["survey_id"], row["form_id"])
            if not row["form_id"]:
                form = (row["survey_id"], f"{whose} {row['responded_at']}")
                if not (whose and row["responded_at"]):
                    form = (row["survey_id"], row["response_id"])
            answers.append(
                Answer(
                    response_id=response_ids[row["response_id"]],
                    questionnaire="|".join((row["source_system"], *form)),
                    survey_id=row["survey_id"],
                    survey_type=row["survey_type"],
                    question_id=row["question_id"],
                    question_type=known["question_type"],
                    touchpoint=known["touchpoint"],
                    scale_min=known["scale_min"],
                    scale_max=known["scale_max"],
                    score=row["score"],
                    is_test=bool(row["is_test"]),
                    is_staff=bool(person and person.is_staff),
                    contact_id=person.contact_id if person else None,
                    account_id=self._account(row, row["responded_at"] or self.loaded_at),
                    responded_at=row["responded_at"],
                    known_at=row["responded_at"] or self.loaded_at,
                )
            )
        invitations = []
        for row in self.invitations:
            person = self._whose(row)
            if row["is_test"] or (person and person.is_staff):
                continue
            invitations.append(
                Invitation(
                    survey_id=row["survey_id"],
                    survey_type=row["survey_type"],
                    contact_id=person.contact_id if person else None,
                    account_id=self._account(row, row["invited_at"]),
                    invited_at=row["invited_at"],
                )
            )
        ledger = Ledger(self.subscriptions, self.as_of) if self.subscriptions else None
        return Feedback(
            self.as_of,
            self.people,
            self.companies,
            answers,
            invitations,
            self.events,
            ledger,
            [(one["survey_id"], one["question_type"]) for one in self.questions],
        )


def address(contact_id: str) -> str:
    """Return the e-mail address of a contact."""
    return f"{contact_id}@people.example"


@cache
def event_types() -> list[Row]:
    """Return the rows of the seed of event types."""
    with (PROJECT / "seeds/event_types.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Maker:
    """Makes up a world; the same one for each seed."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(seed)  # noqa: S311 - test data
        luck = self.luck
        self.as_of = luck.choice(
            [
                *(date(2026, 3, 31), date(2026, 4, 1), date(2026, 2, 28), date(2026, 1, 15)),
                date(2026, 1, 1) + timedelta(days=luck.randrange(360)),
            ]
        )
        self.ends = end_of_day(self.as_of)
        self.accounts = [f"a{number}" for number in range(luck.randint(1, 9))]
        self.contacts = [f"c{number}" for number in range(luck.choice([3, 12, 40]))]

    def moment(self, days_back: int = 500) -> datetime:
        """Return a time before the as-of day ends, often at the edge of a month, often a tie."""
        luck = self.luck
        if luck.random() < 0.2:
            month = months_later(month_of(self.as_of), -luck.randrange(days_back // 31 + 1))
            edge = datetime(month.year, month.month, 1) - TOKYO
            return min(edge + timedelta(seconds=luck.choice([-1, 0, 1, 3601])), self.last_moment)
        day = self.as_of - timedelta(days=luck.randrange(days_back))
        hour = timedelta(hours=luck.choice([1, 9, 9, 15, 23]), seconds=luck.randrange(2))
        return datetime(day.year, day.month, day.day) - TOKYO + hour

    @property
    def last_moment(self) -> datetime:
        return self.ends - timedelta(seconds=1)

    def spans(self, chances: Iterable[int]) -> Iterator[tuple[datetime, datetime]]:
        """Yield one, two or no periods that follow each other without a gap."""
        number = self.luck.choice(list(chances))
        edges = sorted(self.moment(400) for _ in range(max(0, number - 1)))
        begins = [LONG_AGO, *edges] if number else []
        for begin, end in zip(begins, [*edges, NEVER], strict=False):
            if begin < end:
                yield begin, end

    def world(self) -> World:
        luck = self.luck
        self.persons = [self.person(contact) for contact in self.contacts]
        companies = [self.company(account) for account in self.accounts]
        survey_kinds = {
            f"s{number}": (
                luck.choice(["relational", "relational", "transactional"]),
                luck.random() < 0.6,
                luck.randrange(30, 450),
            )
            for number in range(luck.randint(1, 6))
        }
        responses: list[Row] = []
        invitations: list[Row] = []
        questions: list[Row] = []
        for survey, (kind, has_list, days_back) in survey_kinds.items():
            if has_list:
                invitations += self.list_of(survey, kind, days_back)
            if luck.random() < 0.3:
                questions += [
                    {
                        "survey_id": survey,
                        "question_id": "q2",
                        "question_type": "satisfaction",
                        "scale_min": luck.choice([1, 0, None]),
                        "scale_max": luck.choice([5, 4, None]),
                        "touchpoint": luck.choice(["training", None]),
                    }
                ]
            for _ in range(luck.choice([0, 4, 15, 60])):
                responses += self.form(survey, kind, days_back, len(responses))
        return World(
            as_of=self.as_of,
            people=self.persons,
            companies=companies,
            subscriptions=[one for account in self.accounts for one in self.contracts_of(account)],
            events=[
                *(self.event() for _ in range(luck.choice([0, 10, 150]))),
                *self.contacts_after(responses),
            ],
            responses=responses,
            invitations=invitations,
            questions=questions,
        )

    def person(self, contact: str) -> Person:
        luck = self.luck
        employments = [
            Employment(luck.choice(self.accounts), *span) for span in self.spans([0, 1, 1, 1, 2])
        ]
        roles = [
            Role(luck.choice(TITLES), luck.random() < 0.3, *span)
            for span in self.spans([0, 1, 1, 2])
        ]
        return Person(contact, employments, roles, luck.random() < 0.05)

    def company(self, account: str) -> Company:
        luck = self.luck
        scores: dict[date, tuple[float | None, str | None]] = {}
        if luck.random() < 0.9:
            first = months_later(month_of(self.as_of), -luck.randrange(20))
            for month in months_from(first, month_of(self.as_of)):
                score = luck.choice([None, 49.999999999, 50.0, luck.uniform(0, 100)])
                rank = None if score is None else luck.choice("ABCDE")
                scores[min(last_day(month), self.as_of)] = (score, rank)
                scores.setdefault(month + timedelta(days=12), (99.0, "A"))
            scores = {day: told for day, told in scores.items() if day <= self.as_of}
        return Company(
            account,
            luck.choice([None, "製造", "小売"]),
            luck.choice([None, "1-29", "1000+"]),
            luck.choice([None, "東京都", "大阪府"]),
            luck.choice([None, "o1", "o2"]),
            scores,
        )

    def contracts_of(self, account: str) -> Iterator[Subscription]:
        luck = self.luck
        for _ in range(luck.choice([0, 1, 1, 2])):
            start = self.as_of - timedelta(days=luck.randrange(-20, 700))
            yield Subscription(
                account_id=account,
                product=luck.choice([None, "基本", "上位"]),
                charge_type="recurring",
                currency="JPY",
                billing_interval="month",
                interval_count=1,
                amount=Decimal(luck.choice([0, 100, 5000, 123456])),
                is_trial=luck.random() < 0.1,
                started_on=start,
                ends_on=luck.choice([None, start + timedelta(days=luck.randrange(500))]),
            )

    def event(self) -> Event:
        luck = self.luck
        told = luck.choice(event_types())
        if luck.random() < 0.4:
            told = luck.choice([row for row in event_types() if row["depth"] in "34"])
        person = luck.choice([None, *self.persons])
        moment = self.moment()
        account = luck.choice([None, *self.accounts])
        return Event(
            event_type=told["event_type"],
            channel=told["channel"],
            direction=told["direction"],
            valence=int(told["valence"]),
            is_machine=told["channel"] in ("email", "web") and luck.random() < 0.2,
            contact_id=person.contact_id if person else None,
            account_id=account or (person.account_at(moment) if person else None),
            occurred_at=moment,
        )

    def contacts_after(self, responses: Iterable[Row]) -> Iterator[Event]:
        """Yield calls and messages of ours to who answered, some of them just too late."""
        luck = self.luck
        for row in responses:
            contact = row["contact_id"] or (row["email"] or "").partition("@")[0]
            at = row["responded_at"]
            if not contact or at is None or luck.random() < 0.8:
                continue
            at += timedelta(hours=luck.choice([1, 48, 48, 700]), seconds=luck.choice([0, 0, 1]))
            if at > self.last_moment:
                continue
            known = ["call_connected", "message_sent", "meeting_held", "call_attempted"]
            named = luck.choice(known)
            told = next(row for row in event_types() if row["event_type"] == named)
            person = next(one for one in self.persons if one.contact_id == contact)
            yield Event(
                event_type=told["event_type"],
                channel=told["channel"],
                direction=told["direction"],
                valence=int(told["valence"]),
                is_machine=False,
                contact_id=contact,
                account_id=person.account_at(at),
                occurred_at=at,
            )

    def who(self) -> Row:
        """Return how a row names its person and company."""
        luck = self.luck
        contact = luck.choice(self.contacts)
        named = luck.choice(["id", "id", "address", "address", "both", "nobody"])
        return {
            "contact_id": contact if named in ("id", "both") else None,
            "email": address(contact) if named in ("address", "both") else None,
            "account_id": luck.choice([None, None, None, "nowhere", *self.accounts[:2]]),
        }

    def around(self, days_back: int) -> datetime:
        """Return a time within a month of a survey's day."""
        latest = self.moment(days_back + 30)
        day = self.as_of - timedelta(days=days_back)
        near = end_of_day(day + timedelta(days=self.luck.randrange(30)))
        return min(self.luck.choice([latest, near - timedelta(seconds=1)]), self.last_moment)

    def list_of(self, survey: str, kind: str, days_back: int) -> Iterator[Row]:
        luck = self.luck
        for number in range(luck.choice([0, 5, 30])):
            row = {
                **self.who(),
                "invitation_id": f"i-{survey}-{number}",
                "survey_id": survey,
                "survey_type": kind,
                "invited_at": self.around(days_back),
                "is_test": luck.choice([None, False, luck.random() < 0.2]),
            }
            yield row
            if luck.random() < 0.2:
                reminded = row["invited_at"] + timedelta(days=luck.randrange(40))
                yield row | {
                    "invitation_id": f"{row['invitation_id']}-again",
                    "invited_at": min(reminded, self.last_moment),
                }

    def form(self, survey: str, kind: str, days_back: int, number: int) -> Iterator[Row]:
        luck = self.luck
        at = None if luck.random() < 0.05 else self.around(days_back)
        whose = self.who()
        by_address = whose["email"] and not whose["contact_id"] and not whose["account_id"]
        common = {
            **whose,
            "source_system": luck.choice([SOURCE, "web"]) if by_address else SOURCE,
            "survey_id": survey,
            "survey_type": kind,
            "form_id": luck.choice([None, f"f{number}"]),
            "responded_at": at,
            "is_test": luck.choice([None, False, luck.random() < 0.2]),
        }
        asked: list[Row] = []
        if luck.random() < 0.9:
            asked.append(
                {
                    "question_id": luck.choice([None, "q1"]),
                    "question_type": "recommend",
                    "scale_min": 0 if luck.random() < 0.95 else luck.choice([None, 1]),
                    "scale_max": 10 if luck.random() < 0.95 else luck.choice([None, 5]),
                    "score": self.score(0, 10),
                }
            )
        if luck.random() < 0.6:
            low, high = luck.choice([(1, 5), (1, 5), (0, 4), (0, 10), (1, 7)])
            asked.append(
                {
                    "question_id": luck.choice([None, "q2", "q3"]),
                    "question_type": "satisfaction",
                    "scale_min": low,
                    "scale_max": high,
                    "score": self.score(low, high),
                }
            )
        if luck.random() < 0.4:
            asked.append(
                {
                    "question_id": "q4",
                    "question_type": luck.choice(["effort", "text", "choice"]),
                    "scale_min": 1,
                    "scale_max": 7,
                    "score": luck.choice([None, 1.0, 2.0, 7.0]),
                }
            )
        told = luck.choice(TOUCHPOINTS)
        # Some tools write one row per form, whose answers then go by the names of their questions.
        in_columns = common["form_id"] and all(one["question_id"] for one in asked)
        in_columns = in_columns and luck.random() < 0.5
        for place, question in enumerate(asked):
            named = f"{common['form_id']}/{question['question_id']}"
            yield (
                common
                | question
                | {
                    "response_id": named if in_columns else f"r{number}-{place}",
                    "touchpoint": told if in_columns else luck.choice(TOUCHPOINTS),
                }
            )

    def score(self, low: int, high: int) -> float | None:
        luck = self.luck
        if luck.random() < 0.1:
            return luck.choice([None, -1.0, 7.5, 11.0, 3.5, 6.0])
        return float(luck.randint(low, high))


def made_up(seed: int) -> World:
    """Return the world of a seed."""
    return Maker(seed).world()


@cache
def compiled() -> Compiled:
    """Compile every model of feedback and revenue, and their inputs."""
    home = Path(tempfile.mkdtemp(prefix="kizuna-feedback-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    select = [*(f"path:{folder}" for folder in FOLDERS[:3]), "fct_mrr_movements", *sorted(ALSO)]
    select += [f"+int_inputs__{concept}" for concept in CONCEPTS]
    compile_sql(home, "--select", *select, variables=SOURCES)
    nodes = json.loads((home / "target/manifest.json").read_text(encoding="utf-8"))["nodes"]
    seeds: dict[str, dict[str, str]] = {}
    steps: dict[str, Step] = {}
    given: dict[str, str] = {}

    def visit(key: str) -> None:
        node = nodes.get(key)
        if node is None or node["name"] in steps:
            return
        name, path = node["name"], node["original_file_path"]
        if node["resource_type"] == "seed":
            seeds[name] = node["config"]["column_types"]
        elif name in GIVEN:
            given[name] = f"{node['schema']}.{name}"
        elif node["resource_type"] == "model":
            assert name in ALSO or path.startswith((*FOLDERS, *BELOW)), f"{name} is not given"
            parents = node["depends_on"]["nodes"]
            for parent in parents:
                visit(parent)
            steps[name] = Step(
                name=name,
                kind="view" if node["config"]["materialized"] == "view" else "table",
                relation=f"{node['schema']}.{name}",
                sql=node["compiled_code"],
                parents=tuple(nodes[one]["name"] for one in parents if one in nodes),
            )

    for key, node in nodes.items():
        if node["resource_type"] == "model" and node["name"] in MARTS:
            visit(key)
    return Compiled(seeds, list(steps.values()), given)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """Open a warehouse with every raw table, seed and model, all without a row but the seeds."""
    folder = Path(tempfile.mkdtemp(prefix="kizuna-feedback-"))
    stack = ExitStack()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(stack.close)
    opened = stack.enter_context(desk_in(folder / "home")).connection
    opened.execute("set TimeZone = 'UTC'")
    for schema in ("staging", "intermediate", "marts", "seeds"):
        opened.execute(f"create schema if not exists {schema}")
    opened.execute(functions())
    for seed, types in compiled().seeds.items():
        opened.execute(
            f"create table seeds.{seed} as from read_csv(?, header = true, types = {types})",
            [str(PROJECT / f"seeds/{seed}.csv")],
        )
    for name, relation in compiled().given.items():
        opened.execute(f"create table {relation} ({GIVEN[name]})")
    for step in compiled().steps:
        opened.execute(f"create {step.kind} {step.relation} as {step.sql}")
    return opened


@contextmanager
def built(world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build the marts of a world, and what they need, for as long as the context lasts."""
    opened = connection()
    opened.execute("begin")
    try:
        for name, relation in compiled().given.items():
            _insert(relation, list(_given_rows(world, name)))
        for table, rows in _raw_rows(world).items():
            _insert(f"raw_generic.{table}", rows)
        for step in compiled().needed_by(MARTS):
            opened.execute(f"create or replace table {step.relation} as {step.sql}")
        yield opened
    finally:
        opened.execute("rollback")


def _insert(relation: str, rows: list[Row]) -> None:
    if not rows:
        return
    names = list(rows[0])
    marks = ", ".join("?" for _ in names)
    values = ", ".join(f"({marks})" for _ in rows)
    connection().execute(
        f"insert into {relation} ({', '.join(names)}) values {values}",
        [row[name] for row in rows for name in names],
    )


def _open(moment: datetime) -> datetime | None:
    return None if moment == NEVER else moment


def _given_rows(world: World, name: str) -> Iterator[Row]:
    ends = end_of_day(world.as_of)
    if name == "int_inputs__as_of":
        yield {
            "as_of_date": world.as_of,
            "data_through": world.as_of,
            "as_of_ends_at": ends,
            "known_until": ends,
        }
    elif name == "int_score__role_periods":
        yield from ({"role_title": title} for title in TITLES if title)
    elif name == "int_activity__engagement_events":
        yield from (_event_row(number, one) for number, one in enumerate(world.events))
    for account in world.companies:
        if name == "int_identity__account_keys":
            yield {
                "source": SOURCE,
                "source_account_id": account.account_id,
                "account_id": account.account_id,
                "first_known_at": LONG_AGO,
            }
        elif name == "int_identity__accounts":
            yield {
                "account_id": account.account_id,
                "industry": account.industry or "(unknown)",
                "company_size_band": account.company_size_band or "(unknown)",
                "region": account.region or "(unknown)",
                "owner_id": account.owner_id,
                "is_deleted": False,
            }
        elif name == "account_engagement_history":
            for day, (score, rank) in account.scores.items():
                yield {
                    "account_id": account.account_id,
                    "as_of_date": day,
                    "engagement_score": score,
                    "rank": rank,
                }
    for person in world.people:
        yield from _rows_of_person(person, name, ends)


def _event_row(number: int, event: Event) -> Row:
    return {
        "event_id": f"e{number}",
        "account_id": event.account_id,
        "contact_id": event.contact_id,
        "occurred_at": event.occurred_at,
        "available_at": event.occurred_at,
        "event_date": event.day,
        "channel": event.channel,
        "event_type": event.event_type,
        "direction": event.direction,
        "valence": event.valence,
        "is_machine": event.is_machine,
        "source": SOURCE,
        "source_event_id": f"e{number}",
    }


def _rows_of_person(person: Person, name: str, ends: datetime) -> Iterator[Row]:
    contact = person.contact_id
    if name == "int_identity__contact_keys":
        for key_type, value in (("id", contact), ("email", address(contact))):
            yield {
                "key_type": key_type,
                "source": SOURCE if key_type == "id" else "any",
                "key_value": value,
                "contact_id": contact,
            }
    elif name == "int_identity__contacts":
        role = person.role_at(ends)
        yield {
            "contact_id": contact,
            "account_id": person.account_at(ends),
            "email": address(contact),
            "role": role.title if role else None,
            "is_decision_maker": bool(role and role.is_decision_maker),
            "is_internal": person.is_staff,
            "is_deleted": False,
        }
    elif name == "int_identity__contact_employers":
        for job in person.employments:
            yield {
                "contact_id": contact,
                "account_id": job.account_id,
                "valid_from": job.begins,
                "valid_until": _open(job.ends),
                "known_from": job.begins,
                "known_until": None,
            }
    elif name == "int_identity__contact_roles":
        for role in person.roles:
            yield {
                "contact_id": contact,
                "role": role.title,
                "is_decision_maker": role.is_decision_maker,
                "valid_from": role.begins,
                "valid_until": _open(role.ends),
                "known_from": role.begins,
                "known_until": None,
            }


def _raw_rows(world: World) -> dict[str, list[Row]]:
    def loaded(rows: Iterable[Row], happened_at: str | None) -> list[Row]:
        return [
            {
                "source_system": SOURCE,
                **row,
                "_load_id": "first",
                "_loaded_at": world.loaded_at,
                "_available_at": row[happened_at] or world.loaded_at if happened_at else LONG_AGO,
                "_file": "file.csv",
                "_row": number + 1,
            }
            for number, row in enumerate(rows)
        ]

    single: list[Row] = []
    forms: list[Row] = []
    for row in world.responses:
        (forms if "/" in row["response_id"] else single).append(row)
    contracts = [
        {
            "subscription_id": f"k{number}",
            "account_id": one.account_id,
            "product": one.product,
            "charge_type": one.charge_type,
            "currency": one.currency,
            "billing_interval": one.billing_interval,
            "interval_count": one.interval_count,
            "amount": one.amount,
            "is_trial": one.is_trial,
            "started_on": one.started_on,
            "ends_on": one.ends_on,
        }
        for number, one in enumerate(world.subscriptions)
    ]
    return {
        "subscriptions": loaded(contracts, None),
        "survey_responses": loaded(single, "responded_at"),
        "survey_forms": loaded(_in_columns(forms), "responded_at"),
        "survey_invitations": loaded(world.invitations, "invited_at"),
        "survey_questions": loaded(world.questions, None),
    }


def _in_columns(answers: Iterable[Row]) -> Iterator[Row]:
    """Yield one row per form, with its answers as text."""
    forms: dict[str, list[Row]] = {}
    for answer in answers:
        forms.setdefault(answer["form_id"], []).append(answer)
    common = ["source_system", "form_id", "survey_id", "survey_type", "touchpoint"]
    common += ["contact_id", "email", "account_id", "responded_at", "is_test"]
    asked = ["question_type", "scale_min", "scale_max"]
    for form in forms.values():
        written = {one["question_id"]: _written(one["score"]) for one in form}
        questions = {
            one["question_id"]: {name: one[name] for name in asked if one[name] is not None}
            for one in form
        }
        yield {
            **{name: form[0][name] for name in common},
            "answers": json.dumps(written, ensure_ascii=False),
            "questions": json.dumps(questions),
        }


def _written(score: float | None) -> str | None:
    """Return an answer as people and tools write it."""
    if score is None or score != int(score):
        return None if score is None else str(score)
    whole = int(score)
    return {9: "９", 10: "10 - とてもそう思う"}.get(whole, str(whole))


@cache
def functions() -> str:
    """Compile the statement that makes the functions which staging calls."""
    home = Path(tempfile.mkdtemp(prefix="kizuna-feedback-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return compile_sql(home, *FUNCTIONS, variables=SOURCES)
