"""Who may read what, who answers for it, what stands on it, and how a manifest describes it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conftest import PROJECT, Kizuna

pytestmark = pytest.mark.build
BOTH = re.compile(r"[A-Za-z]{2}.*[ぁ-んァ-ヶ一-龠]", flags=re.S)
READERS = {
    "report": [PROJECT / "scripts/kizuna/report"],
    "metrics": [PROJECT / "models/semantic"],
    "dashboard": [PROJECT / "dashboards"],
}
"""Where the marts are named that an exposure reads."""


@pytest.fixture(scope="module")
def manifest(demo: Kizuna) -> dict[str, Any]:
    text = (demo.home / "target/manifest.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }


def test_marts_are_public_and_all_else_is_protected(manifest: dict[str, Any]) -> None:
    for node in models(manifest).values():
        is_mart = node["fqn"][1] == "marts"
        assert node["access"] == ("public" if is_mart else "protected"), node["name"]
        assert node["config"]["contract"]["enforced"] or not is_mart, node["name"]


def test_every_model_has_a_group_and_every_group_an_owner(manifest: dict[str, Any]) -> None:
    groups = {group["name"]: group["owner"]["name"] for group in manifest["groups"].values()}
    assert all(groups.values())
    assert {node["group"] for node in models(manifest).values()} == set(groups)
    folders = {
        node["fqn"][2]: node["group"]
        for node in models(manifest).values()
        if node["fqn"][1] == "marts"
    }
    assert folders == {
        "core": "foundation",
        "engagement": "marketing",
        "churn": "customer_success",
        "nps": "customer_success",
    }


def test_no_reader_stands_on_anything_but_marts(manifest: dict[str, Any]) -> None:
    owners = {group["owner"]["name"] for group in manifest["groups"].values()}
    assert {exposure["name"] for exposure in manifest["exposures"].values()} == set(READERS)
    for exposure in manifest["exposures"].values():
        assert exposure["owner"]["name"] in owners
        for name in exposure["depends_on"]["nodes"]:
            assert models(manifest)[name]["access"] == "public", name
    for model in manifest["semantic_models"].values():
        assert all(
            models(manifest)[name]["access"] == "public" for name in model["depends_on"]["nodes"]
        )
        assert model["group"] or model["config"]["group"], model["name"]


def test_exposures_name_every_mart_that_is_read(manifest: dict[str, Any]) -> None:
    marts = {node["name"] for node in models(manifest).values() if node["access"] == "public"}
    for exposure in manifest["exposures"].values():
        named = {name.rsplit(".", 1)[1] for name in exposure["depends_on"]["nodes"]}
        read: set[str] = set()
        for folder in READERS[exposure["name"]]:
            for path in folder.rglob("*"):
                if path.suffix in {".sql", ".py", ".yml", ".yaml"}:
                    text = path.read_text(encoding="utf-8")
                    named_there = r"(?:\bmarts\.|ref\('|^table_name: )([a-z_0-9]+)"
                    read |= set(re.findall(named_there, text, re.MULTILINE)) & marts
        assert read <= named, f"{exposure['name']} reads {sorted(read - named)} too"


def test_marts_and_what_stands_on_them_are_described_in_both_languages(
    manifest: dict[str, Any],
) -> None:
    """What `make docs` shows, and what the published file holds as comments."""
    told: dict[str, str] = {
        "overview": manifest["docs"]["doc.kizuna.__overview__"]["block_contents"]
    }
    for node in models(manifest).values():
        if node["access"] == "public":
            told[node["name"]] = node["description"]
            for column in node["columns"].values():
                told[f"{node['name']}.{column['name']}"] = column["description"]
    for kind in ("exposures", "metrics", "semantic_models", "saved_queries"):
        for node in manifest[kind].values():
            told[node["name"]] = node["description"]
            assert re.fullmatch("[^／]+／[^／]+", node["label"] or ""), node["name"]
    assert {name: text for name, text in told.items() if not BOTH.search(text or "")} == {}
