"""What the history of the score costs, as multiples of one pass over the events it rests on.

The project's own models run over made-up events; in the same run the events are counted once per
contact, type and day, which is the pass, and joined to all dates, which is what the models avoid.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import duckdb

from kizuna.build import run_dbt
from kizuna.home import Home, Project
from kizuna.load import ledger

HISTORY = "account_engagement_history"
DECAY = ("int_score__decay_steps", "int_score__account_depth")
SEEDS = [
    *("scoring_rules", "score_parameters", "role_weights", "breadth_targets", "rank_bands"),
    *("company_size_bands", "event_types"),
]
CONTACTS = 50_000
PEOPLE_A_COMPANY = 10
EVENTS_A_CONTACT = 20
"""At least: fewer events than `CONTACTS` of so many have fewer contacts."""
PASSES = 3
COUNT = (
    "create or replace table counted as select contact_id, event_type, event_date, "
    "count(*) as events from intermediate.int_activity__engagement_events group by all"
)


def _sql(name: str) -> str:
    return (files("kizuna") / "bench" / f"{name}.sql").read_text(encoding="utf-8")


def _models(home: Home) -> Iterator[tuple[str, str, str, str]]:
    """Yield what dbt compiled, in the order to build it: name, kind, relation and query."""
    manifest = json.loads((home.target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    wanted = {
        key
        for key, node in manifest.items()
        if node["resource_type"] == "model"
        and (node["name"] == HISTORY or node["path"].startswith("intermediate/score/"))
    }
    done: set[str] = set()

    def visit(key: str) -> Iterator[tuple[str, str, str, str]]:
        if key in done or key not in wanted:
            return
        done.add(key)
        node = manifest[key]
        for parent in sorted(node["depends_on"]["nodes"]):
            yield from visit(parent)
        kind = "view" if node["config"]["materialized"] == "view" else "table"
        yield node["name"], kind, f"{node['schema']}.{node['name']}", node["compiled_code"]

    (history,) = (key for key in wanted if manifest[key]["name"] == HISTORY)
    yield from visit(history)


def bench_score(
    project: Project, root: Path, events: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Measure the score's history.

    Args:
        project: the checkout whose models are measured.
        root: folder for the database, which is removed in the end; needs some 400 bytes an event.
        events: how many events to make, of three years and up to 50,000 contacts.
        tell: is called with one line a step.

    Returns:
        `seconds` of the pass, the join and each model; `history_in_passes` and `decay_in_passes`,
        `times_faster_than_join` of the decay, and `largest_difference` of the two answers.

    Raises:
        KizunaError: dbt could not read the project.
    """
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=root) as name:
        home = Home(Path(name))
        ledger.connect(home.warehouse).close()
        run_dbt(project, home, ["seed", "--select", *SEEDS])
        run_dbt(project, home, ["compile", "--select", f"+{HISTORY}"])
        with duckdb.connect(home.warehouse) as connection:
            return _measure(connection, list(_models(home)), events, tell)


def _measure(
    connection: duckdb.DuckDBPyConnection,
    models: list[tuple[str, str, str, str]],
    events: int,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    def timed(step: str, sql: str) -> float:
        start = time.perf_counter()
        connection.execute(sql)
        seconds = time.perf_counter() - start
        tell(f"{step:34} {seconds:8.2f} s")
        return seconds

    contacts = min(CONTACTS, max(PEOPLE_A_COMPANY, events // EVENTS_A_CONTACT))
    sizes = {"events": events, "contacts": contacts, "accounts": contacts // PEOPLE_A_COMPANY}
    connection.execute("set TimeZone = 'UTC'")
    for schema in ("intermediate", "marts"):
        connection.execute(f"create schema if not exists {schema}")
    timed("making the events", Template(_sql("score_inputs")).substitute(sizes))
    one_pass = min(timed("one pass", COUNT) for _ in range(PASSES))
    seconds = {
        name: timed(name, f"create or replace {kind} {relation} as {sql}")
        for name, kind, relation, sql in models
    }
    join = timed("joining events to dates", f"create table joined as {_sql('score_by_join')}")
    ((compared, difference, dates),) = connection.execute(
        "select count(*), max(abs(coalesce(a.depth_sum, 0) - coalesce(b.depth_sum, 0))), "
        "count(distinct date_no) "
        "from intermediate.int_score__account_depth as a "
        "full join joined as b using (account_id, date_no)"
    ).fetchall()
    ((rows,),) = connection.execute(f"select count(*) from marts.{HISTORY}").fetchall()  # noqa: S608
    decay = sum(seconds[name] for name in DECAY)
    return {
        **sizes,
        "dates": dates,
        "history_rows": rows,
        "cores": os.cpu_count(),
        "seconds": {
            "pass": round(one_pass, 3),
            "join": round(join, 3),
            **{name: round(value, 3) for name, value in seconds.items()},
        },
        "history_in_passes": round(sum(seconds.values()) / one_pass, 3),
        "decay_in_passes": round(decay / one_pass, 3),
        "times_faster_than_join": round(join / decay, 3),
        "answers_compared": compared,
        "largest_difference": difference,
    }
