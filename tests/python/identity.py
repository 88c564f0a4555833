"""Small worlds of company records: loaded as files, linked by the project's own SQL.

dbt compiles the identity models once a session; a build then runs their SQL over the raw tables of
a home, with any as-of time, without a dbt run of its own.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from compiling import FUNCTIONS, compile_sql
from conftest import PROJECT
from kizuna.load.loader import Options
from loading import Desk, desk_in

SOURCES = {
    "crm_sources": ["generic", "salesforce", "hubspot"],
    "account_sources": [],
    "contact_sources": ["generic", "zendesk"],
    "merge_sources": ["salesforce", "hubspot"],
    "activity_sources": ["generic"],
    "opportunity_sources": ["salesforce"],
    "ticket_sources": ["zendesk"],
    "campaign_member_sources": ["salesforce"],
    "email_sources": ["generic"],
    "webinar_sources": ["generic"],
    "webinar_interaction_sources": ["zoom"],
    "billing_sources": ["generic"],
    "invoice_sources": ["stripe"],
    "survey_sources": ["generic"],
}
"""Fewer sources than the project has: what is under test does not depend on their number."""

LAST = [
    *("account_link_history", "account_links", "account_link_ambiguities"),
    *("int_identity__account_conflicts", "int_identity__accounts", "int_identity__contacts"),
]
TESTS = [
    *("employments_do_not_overlap", "link_history_has_no_gaps", "links_are_followed_to_the_end"),
    *("manual_rules_are_obeyed", "no_account_has_two_corporate_numbers"),
]
RULES = "rule,source,source_account_id,other_source,other_source_account_id,known_from,note\n"
ALWAYS = datetime(2100, 1, 1)
TOKYO = timedelta(hours=9)

Links = dict[tuple[str, str], str]
"""Account of each record (source, id)."""


@dataclass(frozen=True)
class Step:
    """A compiled model or test."""

    name: str
    kind: str
    relation: str
    sql: str


@cache
def compiled() -> list[Step]:
    """Return the models that identity needs, in the order to build them, and then its tests."""
    home = Path(tempfile.mkdtemp(prefix="kizuna-identity-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    names = [*(f"+{name}" for name in LAST), *TESTS]
    functions = compile_sql(home, *FUNCTIONS, variables=SOURCES)
    compile_sql(home, "--select", *names, variables=SOURCES)
    manifest = json.loads((home / "target/manifest.json").read_text(encoding="utf-8"))
    return [Step("functions", "function", "", functions), *_in_order(manifest["nodes"])]


def _in_order(nodes: Mapping[str, Any]) -> Iterator[Step]:
    by_name = {node["name"]: key for key, node in nodes.items() if node["resource_type"] == "model"}
    done: set[str] = set()

    def visit(key: str) -> Iterator[Step]:
        if key in done or key not in nodes or nodes[key]["resource_type"] not in ("model", "seed"):
            return
        done.add(key)
        node = nodes[key]
        # The as-of row is given by each build, and everything that happens is asked for it.
        if node["name"] == "int_inputs__as_of":
            return
        for parent in node["depends_on"].get("nodes", []):
            yield from visit(parent)
        if node["resource_type"] == "model":
            relation = f"{node['schema']}.{node['name']}"
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            yield Step(node["name"], kind, relation, node["compiled_code"])

    for name in LAST:
        yield from visit(by_name[name])
    for node in nodes.values():
        if node["resource_type"] == "test" and node["name"] in TESTS:
            yield Step(node["name"], "test", "", node["compiled_code"])


@dataclass
class World:
    """A home whose files are loaded on days that the test names."""

    desk: Desk
    folder: Path
    runs: int = 0
    builds: int = 0
    rules: str = field(default=RULES)

    def load(self, day: date, files: Mapping[str, str], *, backfill: bool = False) -> None:
        """Load files by name in one run, at noon of a local day."""
        self.runs += 1
        loaded_at = datetime(day.year, day.month, day.day, 12) - TOKYO
        loader = self.desk.loader
        loader.run = replace(loader.run, load_id=f"run{self.runs:03}", loaded_at=loaded_at)
        for name, text in files.items():
            source, _, file = name.partition("/")
            path = self.folder / f"run{self.runs}" / source / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            result = self.desk.load(path, Options(source=source, backfill=backfill))
            assert result.error is None, result.error
            assert not any(table.rows_rejected for table in result.tables), result.tables

    def rule(self, line: str) -> None:
        """Add a line to the seed account_link_rules."""
        self.rules += line + "\n"

    def build(self, as_of: date | None = None, known_until: datetime = ALWAYS) -> None:
        """Link everything that was known when a local day ended, or at all; run the data tests."""
        day = as_of or known_until.date()
        if as_of is not None:
            known_until = datetime(day.year, day.month, day.day) + timedelta(days=1) - TOKYO
        connection = self.desk.connection
        connection.execute("set TimeZone = 'UTC'")
        for schema in ("staging", "intermediate", "marts", "seeds"):
            connection.execute(f"create schema if not exists {schema}")
        seed = self.folder / "account_link_rules.csv"
        # A build as of a day leaves out the rules of later days.
        rules = [
            line for line in self.rules.splitlines() if not (as_of and _day(line) > str(as_of))
        ]
        seed.write_text("\n".join(rules) + "\n", encoding="utf-8")
        names = RULES.strip().split(",")
        kinds = ", ".join(f"'{n}': '{'date' if n == 'known_from' else 'varchar'}'" for n in names)
        connection.execute(
            "create or replace table seeds.account_link_rules as "
            f"from read_csv('{seed}', header = true, columns = {{{kinds}}})"
        )
        connection.execute(
            "create or replace table intermediate.int_inputs__as_of as "
            f"select date '{day}' as as_of_date, date '{day}' as data_through, "
            f"timestamp '{known_until}' as as_of_ends_at, timestamp '{known_until}' as known_until"
        )
        bands = PROJECT / "seeds/company_size_bands.csv"
        connection.execute(
            "create or replace table seeds.company_size_bands as "
            f"from read_csv('{bands}', header = true)"
        )
        for step in compiled():
            if step.kind == "function":
                connection.execute(step.sql)
                continue
            if step.kind == "test":
                found = connection.execute(step.sql).fetchmany(5)
                assert found == [], (step.name, found)
            elif step.kind == "table" or self.builds == 0:
                connection.execute(f"create or replace {step.kind} {step.relation} as {step.sql}")
        self.builds += 1

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.desk.query(sql)

    def told(self, column: str) -> dict[tuple[str, str], Any]:
        """Return what account_links says of each record (source, id)."""
        return {
            (source, record): value
            for source, record, value in self.query(
                f"select source, source_account_id, {column} from marts.account_links"
            )
        }

    def links(self) -> Links:
        return self.told("account_id")

    def links_at(self, day: date) -> Links:
        """Return what the history says of the end of a local day."""
        ends = datetime(day.year, day.month, day.day) + timedelta(days=1) - TOKYO
        return {
            (source, record): account
            for source, record, account in self.query(
                "select source, source_account_id, account_id from marts.account_link_history "
                f"where known_from < '{ends}' and coalesce(known_until >= '{ends}', true)"
            )
        }

    def groups(self) -> set[frozenset[str]]:
        """Return the accounts of several records, each as `source:id` of its records."""
        accounts: dict[str, set[str]] = {}
        for (source, record), account in self.links().items():
            accounts.setdefault(account, set()).add(f"{source}:{record}")
        return {frozenset(records) for records in accounts.values() if len(records) > 1}

    def reasons(self) -> dict[str, tuple[str, str | None]]:
        return {
            record: (rule, evidence)
            for record, rule, evidence in self.query(
                "select source || ':' || source_account_id, rule, evidence from marts.account_links"
            )
        }


def _day(rule: str) -> str:
    """Return the day of a rule; the header and a rule without a day count always."""
    day = rule.split(",")[5]
    return "" if day == "known_from" else day


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    with desk_in(folder / "home") as desk:
        yield World(desk, folder)


def accounts_csv(rows: Iterable[str]) -> str:
    """Write a file of companies: system, id, name, number, domain, region, created."""
    header = "source_system,account_id,account_name,corporate_number,domain,region,created_at"
    return "\n".join([header, *rows]) + "\n"
