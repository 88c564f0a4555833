"""What is written about the project agrees with the project."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from conftest import PROJECT
from kizuna.contracts import read_sources
from kizuna.templates import contract_markdown


def marts() -> dict[str, dict[str, object]]:
    models: dict[str, dict[str, object]] = {}
    for path in (PROJECT / "models/marts").glob("*/_*__models.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            models[model["name"]] = model
    return models


def test_the_templates_page_is_the_contracts() -> None:
    page = (PROJECT / "docs/templates.md").read_text(encoding="utf-8")
    assert page.endswith(contract_markdown(read_sources(PROJECT / "models/staging"), "generic"))


def test_every_link_leads_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_both_readmes_name_every_mart_and_the_same_commands() -> None:
    english, japanese = (
        (PROJECT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ja.md")
    )
    for mart in marts():
        assert f"`{mart}`" in english
        assert f"`{mart}`" in japanese
    for block in re.findall(r"```(?:sh|sql|text)\n(.*?)```", english, flags=re.S):
        for line in block.splitlines():
            command = line.split("#")[0].strip()
            if command and "<" not in command:
                assert command in japanese, command


def test_every_model_has_its_yaml_and_says_its_grain() -> None:
    described = "\n".join(
        path.read_text(encoding="utf-8") for path in PROJECT.glob("models/**/*.yml")
    )
    for path in sorted((PROJECT / "models").glob("**/*.sql")):
        assert f"- name: {path.stem}\n" in described, path.stem
        assert path.read_text(encoding="utf-8").startswith("-- Grain: "), path.stem


def test_no_model_reads_a_clock_or_knows_its_engine() -> None:
    clock = re.compile(r"current_date|current_timestamp|now\(\)|random\(\)|uuid\(\)|target\.(name)")
    for path in [*PROJECT.glob("models/**/*.sql"), *PROJECT.glob("macros/**/*.sql")]:
        assert not clock.search(path.read_text(encoding="utf-8")), path
    conditions = [
        path
        for path in PROJECT.glob("models/**/*.sql")
        if re.search(r"{%-?\s*if[^%]*target", path.read_text(encoding="utf-8"))
    ]
    assert conditions == []


def test_no_file_names_a_package_index() -> None:
    hosts = re.compile(r"https?://[a-z.]*(pypi|pythonhosted|npmjs|debian)\.(org|com)")
    made = {".git", "data", "target", "logs"}
    for folder in PROJECT.iterdir():
        if folder.name in made or folder.name.startswith(".venv"):
            continue
        for path in [folder, *folder.rglob("*")]:
            assert not path.is_file() or not hosts.search(_text(path)), path


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")
