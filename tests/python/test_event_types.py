"""Every type of event that a model can give is a row of the seed event_types."""

from __future__ import annotations

import csv
import re

from conftest import PROJECT

SEED = PROJECT / "seeds/event_types.csv"
MODELS = [
    *PROJECT.glob("models/staging/*/**/*activities.sql"),
    *PROJECT.glob("models/staging/hubspot/base/base_hubspot__engagement_*.sql"),
    *PROJECT.glob("models/staging/salesforce/base/base_salesforce__task.sql"),
    *PROJECT.glob("models/intermediate/activity/int_activity__*_events.sql"),
]
NAMED = re.compile(r"'([a-z_]+)'(?=\s+as\s+event_type\b)")
CHOSEN = re.compile(r"case\b(?:(?!\bcase\b).)*?\bend\s+as\s+event_type\b", re.DOTALL)
RESULT = re.compile(r"(?:then|else)\s+'([a-z_]+)'")


def seed() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_models_give_only_types_of_the_seed() -> None:
    found = set()
    for path in MODELS:
        sql = path.read_text(encoding="utf-8")
        found |= set(NAMED.findall(sql))
        for choice in CHOSEN.findall(sql):
            found |= set(RESULT.findall(choice))
    macro = (PROJECT / "macros/activity/campaign_response_type.sql").read_text(encoding="utf-8")
    found |= set(RESULT.findall(macro))
    for kind in ("webinar", "event"):
        found |= {f"{kind}_{end}" for end in re.findall(r"then '\{\{ kind \}\}_([a-z]+)'", macro)}
    assert len(found) > 25, found
    assert found <= {row["event_type"] for row in seed()}


def test_purchases_and_sends_are_transactions_without_depth() -> None:
    for row in seed():
        is_transaction = row["behaviour_class"] == "transaction"
        assert is_transaction == (row["depth"] == "0"), row
        assert is_transaction or row["direction"] != "outbound", row


def test_types_of_one_happening_are_of_one_class() -> None:
    rows = [row for row in seed() if row["happening"]]
    for happening in {row["happening"] for row in rows}:
        alike = {
            (row["behaviour_class"], row["depth"]) for row in rows if row["happening"] == happening
        }
        assert len(alike) == 1, happening
