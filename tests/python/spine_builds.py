"""Random loads of made-up files, a build after each, and what differs from a build from nothing.

Run as `python spine_builds.py HOME SEED LOADS`, in a process of its own, since dbt keeps the work
file open. Prints one line of JSON per build: what was done, how many months the incremental build
made anew, how many there are, and rows that only one of both builds has.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner

from compiling import rare_collections, read_project
from kizuna.home import Home, Project
from kizuna.load import ledger
from kizuna.load.loader import Loader

PROJECT = Path(__file__).resolve().parents[2]
EVENTS = "int_activity__engagement_events"
SPINE = "intermediate.int_activity__spine"
TABLES = (
    f"+{EVENTS},config.materialized:table",
    f"+{EVENTS},config.materialized:incremental",
)
# Only the templates have files here: a build need not look at the tools.
SOURCES = {
    "crm_sources": ["generic"],
    "account_sources": [],
    "contact_sources": [],
    "merge_sources": ["salesforce"],
    "activity_sources": ["generic"],
    "opportunity_sources": ["salesforce"],
    "ticket_sources": ["salesforce"],
    "campaign_sources": ["salesforce"],
    "email_sources": ["generic"],
    "webinar_sources": ["generic"],
    "social_sources": ["generic"],
    "billing_sources": ["generic"],
    "survey_sources": ["generic"],
}
Row = tuple[str, dict[str, Any]]
Variables = dict[str, str]


def made_up_rows(luck: random.Random) -> list[Row]:
    """Return rows of templates, each with its table; later rows correct earlier ones of one key."""
    rows: list[Row] = []
    first_day = datetime(2024, 11, 1)

    def moment() -> str:
        return str(first_day + timedelta(seconds=luck.randrange(240 * 86_400)))

    rows += [
        ("accounts", {"account_id": f"a{number}", "account_name": f"会社{number}"})
        for number in range(5)
    ]
    for number in range(24):
        rows += [
            (
                "contacts",
                {
                    "contact_id": f"p{number}",
                    "email": f"person{number % 20}@company{number % 5}.example",
                    "account_id": luck.choice(["", f"a{luck.randrange(5)}"]),
                },
            )
            for _ in range(luck.choice([1, 1, 2]))
        ]
    rows.append(
        ("contacts", {"contact_id": "p99", "email": "us@own.example", "is_internal": "yes"})
    )
    emails = [f"person{number}@company{number % 5}.example" for number in range(30)]
    emails += ["us@own.example"]
    for number in range(60):
        mail = {"send_id": f"s{number}", "campaign_id": f"c{number % 7}"}
        rows.append(("email_sends", mail | {"email": luck.choice(emails), "sent_at": moment()}))
        clicked_at = moment()
        for reaction in range(luck.randrange(5)):
            event = mail | {"event_id": f"e{number}-{reaction}", "url": f"l{luck.randrange(3)}"}
            event |= {"event_type": luck.choice(["open", "click", "click", "unsubscribe"])}
            event |= {"occurred_at": luck.choice([clicked_at, moment()])}
            rows += [("email_events", event)] * luck.choice([1, 1, 2])
    for number in range(90):
        activity = {
            "activity_id": f"t{number}",
            "event_type": luck.choice(["meeting_held", "content_downloaded", "event_attended"]),
            "email": luck.choice(emails),
            "content_id": f"w{luck.randrange(3)}",
        }
        when = moment()
        for system in luck.choice([["crm"], ["crm", "desk"]]):
            rows.append(("activities", activity | {"source_system": system, "occurred_at": when}))
        if luck.random() < 0.2:
            rows.append(
                ("activities", activity | {"source_system": "crm", "occurred_at": moment()})
            )
    for number in range(3):
        start = first_day + timedelta(days=40 * number, hours=5)
        webinar = {"webinar_id": f"w{number}"}
        until = {"started_at": start, "ended_at": start + timedelta(hours=1)}
        rows.append(("webinars", webinar | {"topic": f"DX 第{number}回"} | until))
        for email in luck.sample(emails, 9):
            person: dict[str, Any] = webinar | {"email": email}
            stay = {"joined_at": start, "left_at": start + timedelta(minutes=luck.randrange(60))}
            rows.append(("webinar_attendance", person | stay))
            registered: dict[str, Any] = {"registration_id": f"{number}-{email}"}
            registered |= {"registered_at": start - timedelta(days=luck.randrange(9))}
            rows.append(("webinar_registrations", person | registered))
    for number in range(20):
        answer: dict[str, Any] = {
            "response_id": f"r{number}",
            "survey_id": "nps",
            "email": luck.choice(emails),
        }
        answer |= {"score": luck.randrange(11), "responded_at": moment()}
        rows.append(("survey_responses", answer | {"comment": luck.choice(["", "便利"])}))
    return rows


def split(rows: list[Row], loads: int, luck: random.Random) -> list[list[Row]]:
    """Deal the rows out to loads, in any order, some of them twice."""
    dealt: list[list[Row]] = [[] for _ in range(loads)]
    for row in rows:
        for number in luck.choices(range(loads), k=luck.choice([1, 1, 1, 2])):
            dealt[number].append(row)
    for load in dealt:
        luck.shuffle(load)
    # The only event of its month, which a later file moves to another one.
    lone = {
        "activity_id": "lone",
        "event_type": "meeting_held",
        "email": "person1@company1.example",
    }
    dealt[0].append(("activities", lone | {"occurred_at": "2024-03-05 10:00:00"}))
    dealt[-1].append(("activities", lone | {"occurred_at": "2025-02-05 10:00:00"}))
    return dealt


def write(folder: Path, name: str, rows: list[Row]) -> None:
    """Write the rows as one CSV per template."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for table, row in rows:
        tables[table].append(row)
    for table, records in tables.items():
        header = list(dict.fromkeys(key for record in records for key in record))
        file = folder / "generic" / table / f"{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, header)
            writer.writeheader()
            writer.writerows(records)


class Builds:
    """A home, and dbt with the project read once."""

    def __init__(self, home: Home) -> None:
        """Read the project; nothing is loaded yet."""
        self.home = home
        self.months: dict[Any, str] = {}
        self.manifest = read_project(SOURCES)

    def load(self) -> None:
        """Load what is new in landing, as one run."""
        with ledger.connect(self.home.warehouse, self.home.scratch) as connection:
            for result in Loader(Project(PROJECT), self.home, connection).load([]):
                assert result.error is None, result

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.home.warehouse) as connection:
            return connection.execute(sql).fetchall()

    def _dbt(self, command: str, *arguments: str, variables: Variables | None = None) -> Any:
        done = dbtRunner(manifest=self.manifest).invoke(
            [
                *(command, "--quiet", "--log-level", "none", "--log-level-file", "none"),
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")),
                *("--target-path", str(self.home.target), "--log-path", str(self.home.logs)),
                *("--vars", json.dumps(SOURCES | (variables or {})), *arguments),
            ]
        )
        result: Any = done.result
        assert done.success, done.exception or [
            (one.node.name, one.message) for one in result.results if str(one.status) != "success"
        ]
        return result

    def run(self, *selected: str, full: bool = False, variables: Variables | None = None) -> None:
        """Run models, incremental ones incrementally unless `full`."""
        arguments = ["--full-refresh"] if full else []
        self._dbt("run", *arguments, "--select", *selected, variables=variables)

    def seed(self) -> None:
        """Load the seeds."""
        self._dbt("seed")

    def compare(self, what: str, variables: Variables | None = None) -> None:
        """Print how the spine differs from one that is made from nothing, and leave it as it is."""
        months = dict(
            self.query(f"select event_month, made_from from {SPINE} where event_id is null")
        )
        events = f"select * from intermediate.{EVENTS} order by all"
        built = self.query(events)
        self.query(f"create or replace table ops.kept as select * from {SPINE}")
        self.run("int_activity__spine", full=True, variables=variables)
        afresh = self.query(events)
        self.query(f"create or replace table {SPINE} as select * from ops.kept")
        told = {
            "what": what,
            "months": len(months),
            "made_anew": len(months.items() - self.months.items()),
            "events": len(built),
            "duplicates": self.query(
                "select count(*) from intermediate.int_activity__event_duplicates"
            )[0][0],
            "differences": [str(row) for row in set(built) ^ set(afresh)][:5],
            "same_number": len(built) == len(afresh),
        }
        print(json.dumps(told, ensure_ascii=False), flush=True)  # noqa: T201
        self.months = months


def main(folder: Path, seed: int, loads: int) -> None:
    """Load and build, again and again."""
    luck = random.Random(seed)  # noqa: S311 - test data
    os.environ["KIZUNA_HOME"] = str(folder)
    home = Home(folder)
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    builds = Builds(home)
    for number, rows in enumerate(split(made_up_rows(luck), loads, luck)):
        write(home.landing, f"load{number}", rows)
        builds.load()
        if number == 0:
            builds.seed()
            builds.run(f"+{EVENTS}")
        else:
            builds.run(*TABLES)
        builds.compare(f"load {number}")
    builds.run("int_activity__event_months", "int_activity__spine")
    builds.compare("nothing")
    one = {"activity_id": "new", "event_type": "meeting_held", "email": "person2@company2.example"}
    write(home.landing, "one", [("activities", one | {"occurred_at": "2025-01-05 10:00:00"})])
    builds.load()
    builds.run(*TABLES)
    builds.compare("one event")
    same_address = {"contact_id": "p15", "email": "person16@company1.example"}
    write(home.landing, "merge", [("contacts", same_address)])
    builds.load()
    builds.run(*TABLES)
    builds.compare("two contacts are one")
    builds.query("update seeds.event_types set depth = 1 where event_type = 'meeting_held'")
    builds.run("int_activity__event_months", "int_activity__spine")
    builds.compare("a rule")
    earlier = {"as_of_date": "2025-03-15", "business_timezone": "UTC"}
    builds.run(*TABLES, variables=earlier)
    builds.compare("an earlier day in another zone", earlier)


if __name__ == "__main__":
    rare_collections()
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
