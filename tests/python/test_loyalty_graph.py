"""What people say never feeds the engagement score: told by the graph of the models."""

from __future__ import annotations

import json
from pathlib import Path

from compiling import run_dbt

SAID = ("models/intermediate/feedback/", "models/marts/nps/")
"""Folders of the models that read what an answer says."""
SCORED = "models/intermediate/score/"
SCORES = {
    "account_engagement_history",
    "engagement_score_ledger",
    "engagement_score_changes",
    "account_channel_monthly",
}


def test_no_answer_is_among_the_inputs_of_the_engagement_score(tmp_path: Path) -> None:
    run_dbt(tmp_path, "parse")
    nodes = json.loads((tmp_path / "target/manifest.json").read_text(encoding="utf-8"))["nodes"]
    models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
    paths = {key: node["original_file_path"] for key, node in models.items()}
    scores = {
        key
        for key, node in models.items()
        if node["name"] in SCORES or paths[key].startswith(SCORED)
    }
    assert {models[key]["name"] for key in scores} >= SCORES
    seen: set[str] = set()
    waiting = set(scores)
    while waiting:
        key = waiting.pop()
        if key in models and key not in seen:
            seen.add(key)
            waiting |= set(models[key]["depends_on"]["nodes"])
    assert not [paths[key] for key in seen if paths[key].startswith(SAID)]
    # That somebody answered is behaviour and counts; the one model that tells of it is the only one
    # below the score that knows answers, and it hands on no score.
    answers = "model.kizuna.int_inputs__survey_responses"
    readers = {key for key in seen if answers in models[key]["depends_on"]["nodes"]}
    others = {models[key]["name"] for key in readers if "/identity/" not in paths[key]}
    assert others == {"int_activity__survey_events"}
    events = models["model.kizuna.int_activity__survey_events"]["raw_code"]
    assert "score" not in events.rsplit("select", 1)[1]
