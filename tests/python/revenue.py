"""Small worlds of contracts, made into marts by the project's own SQL.

dbt compiles the revenue models once a session. Each world is then written into the raw table of the
generic template and built in a transaction that is rolled back, without a dbt run of its own. Who
the accounts are is given; everything else comes from the contracts.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from compiling import compile_sql
from conftest import PROJECT
from identity import SOURCES
from loading import desk_in
from revenue_by_hand import UNKNOWN, Ledger, Segment, Subscription, last_day

FOLDERS = ("models/intermediate/revenue", "models/marts/churn")
BELOW = ("models/staging", "models/intermediate/inputs")
"""Where the models are that are built from raw tables without a row, beside the contracts."""
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
    "account_engagement_history": "account_id varchar, as_of_date date, rank varchar",
    "int_feedback__account_means": "account_id varchar, measured_on date, nps_band varchar",
}
"""Models that a world fills by itself, with those of their columns that revenue may ask for."""
SOURCE = "billing"
LONG_AGO = datetime(2000, 1, 1)
ATTRIBUTES = ("industry", "company_size_band", "region")

Row = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """A company: its attributes, its records in the billing tool, its ranks and NPS bands."""

    account_id: str
    records: tuple[str, ...]
    industry: str | None = None
    company_size_band: str | None = None
    region: str | None = None
    ranks: Mapping[date, str] = field(default_factory=dict)
    """Engagement rank at the end of a month; most months have none."""
    bands: Mapping[date, str] = field(default_factory=dict)
    """The same for the NPS band."""


@dataclass(frozen=True)
class World:
    """Contracts as they are known on a day, each with the billing tool's record of its customer."""

    as_of: date
    accounts: Sequence[Account]
    contracts: Sequence[tuple[Subscription, str]]
    corrections: Sequence[tuple[int, datetime, Subscription]] = ()
    """What a contract, by its place, was found to be later, and when that was loaded."""
    closed: Mapping[date, datetime] = field(default_factory=dict)
    """Closed months, and before when something had to be known to count for them."""

    def known_before(self, moment: datetime) -> list[Subscription]:
        """Return the contracts as they were known just before a moment."""
        known = [contract for contract, _ in self.contracts]
        for place, loaded_at, contract in sorted(self.corrections, key=lambda one: one[1]):
            if loaded_at < moment:
                known[place] = contract
        return known

    def ledger(self) -> Ledger:
        """Write down the same contracts by hand."""
        closed = {month: self.known_before(moment) for month, moment in self.closed.items()}
        return Ledger(self.known_before(datetime.max), self.as_of, closed)

    def segments(self, ledger: Ledger) -> dict[str, Segment]:
        """Return the segments of every type; attributes stay what they are over time."""
        accounts = {account.account_id: account for account in self.accounts}

        def by_attribute(name: str) -> Segment:
            return lambda account, _: getattr(accounts[account], name) or UNKNOWN

        return {
            "all": lambda *_: "all",
            **{name: by_attribute(name) for name in ATTRIBUTES},
            "plan": ledger.plans,
            "engagement_rank": lambda account, month: accounts[account].ranks.get(month, UNKNOWN),
            "nps_band": lambda account, month: accounts[account].bands.get(month, UNKNOWN),
        }


@dataclass(frozen=True)
class Step:
    """A compiled model and the models that it is made from."""

    name: str
    kind: str
    relation: str
    sql: str
    parents: tuple[str, ...]


@dataclass(frozen=True)
class Compiled:
    """The models in the order to build them, and what stands before them."""

    seeds: dict[str, dict[str, str]]
    """Types of the columns that have one, by seed."""
    steps: list[Step]
    given: dict[str, str]
    """Relation of each given model that is asked for."""

    def needed_by(self, names: Iterable[str]) -> list[Step]:
        """Return the tables to build for some models, and themselves."""
        needed = set(names)
        for step in reversed(self.steps):
            if step.name in needed:
                needed |= set(step.parents)
        return [step for step in self.steps if step.name in needed and step.kind == "table"]


@cache
def compiled() -> Compiled:
    """Compile every model of revenue and churn, and their inputs; none of them needs a function."""
    home = Path(tempfile.mkdtemp(prefix="kizuna-revenue-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    select = [*(f"path:{folder}" for folder in FOLDERS), f"+path:{BELOW[1]}"]
    compile_sql(home, "--select", *select, variables=SOURCES)
    nodes = json.loads((home / "target/manifest.json").read_text(encoding="utf-8"))["nodes"]
    wanted = [
        key
        for key, node in nodes.items()
        if node["resource_type"] == "model" and node["original_file_path"].startswith(FOLDERS)
    ]
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
        elif name in GIVEN or not path.startswith((*FOLDERS, *BELOW)):
            given[name] = f"{node['schema']}.{name}"
        elif node["resource_type"] == "model":
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

    for key in wanted:
        visit(key)
    return Compiled(seeds, list(steps.values()), given)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """Open a warehouse with every raw table, seed and model, all without a row but the seeds."""
    folder = Path(tempfile.mkdtemp(prefix="kizuna-revenue-"))
    stack = ExitStack()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(stack.close)
    opened = stack.enter_context(desk_in(folder / "home")).connection
    opened.execute("set TimeZone = 'UTC'")
    for schema in ("staging", "intermediate", "marts", "seeds"):
        opened.execute(f"create schema if not exists {schema}")
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
def built(world: World, marts: Iterable[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build marts of a world, and what they need, for as long as the context lasts."""
    opened = connection()
    opened.execute("begin")
    try:
        for name in compiled().given:
            _insert(compiled().given[name], list(_given_rows(world, name)))
        _insert("raw_generic.subscriptions", list(_raw_rows(world)))
        for step in compiled().needed_by(marts):
            opened.execute(f"create or replace table {step.relation} as {step.sql}")
            if step.name == "int_revenue__closed_months":
                rows = [{"month": month, "closed_at": at} for month, at in world.closed.items()]
                _insert(step.relation, rows)
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


def _given_rows(world: World, name: str) -> Iterator[Row]:
    if name == "int_inputs__as_of":
        ends = datetime(world.as_of.year, world.as_of.month, world.as_of.day, 15)
        yield {
            "as_of_date": world.as_of,
            "data_through": world.as_of,
            "as_of_ends_at": ends,
            "known_until": ends + timedelta(seconds=1),
        }
    for account in world.accounts:
        if name == "int_identity__account_keys":
            for record in account.records:
                yield {
                    "source": SOURCE,
                    "source_account_id": record,
                    "account_id": account.account_id,
                    "first_known_at": LONG_AGO,
                }
        elif name == "int_identity__accounts":
            attributes = {attribute: getattr(account, attribute) for attribute in ATTRIBUTES}
            yield {"account_id": account.account_id, **attributes}
        elif name == "account_engagement_history":
            for month, rank in account.ranks.items():
                day = min(last_day(month), world.as_of)
                yield {"account_id": account.account_id, "as_of_date": day, "rank": rank}
        elif name == "int_feedback__account_means":
            for month, band in account.bands.items():
                day = min(last_day(month), world.as_of)
                yield {"account_id": account.account_id, "measured_on": day, "nps_band": band}


def _raw_rows(world: World) -> Iterator[Row]:
    records = [record for _, record in world.contracts]
    first = [(place, LONG_AGO, contract) for place, (contract, _) in enumerate(world.contracts)]
    for number, (place, loaded_at, contract) in enumerate([*first, *world.corrections]):
        row = {one.name: getattr(contract, one.name) for one in fields(contract)}
        yield {
            **row,
            "account_id": records[place],
            "source_system": SOURCE,
            "subscription_id": f"s{place}",
            "_load_id": f"{loaded_at:%Y%m%d%H%M%S}",
            "_loaded_at": loaded_at,
            "_available_at": loaded_at,
            "_file": "subscriptions.csv",
            "_row": number + 1,
        }
