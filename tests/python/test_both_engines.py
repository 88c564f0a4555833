"""SQL that only one engine understands, or that two understand differently, stands in dialect/."""

from __future__ import annotations

import re

import pytest

from conftest import PROJECT

ONLY_DUCKDB = {
    r"::": "cast(… as …)",
    r"\bconcat\(": "||, or concat_ws",
    r"\bdate_?diff\(": "seconds_between",
    r"\binterval [0-9']": "add_days, add_months, add_seconds",
    r"\bregexp_": "has_match, first_match, replace_matches",
    r"\bvarchar\b|\bas text\)": "string",
    r"(?<!\w)round\(": "rounded",
    r"\* (replace|exclude)\b": "the columns",
    r"\b(unnest|generate_series|list_\w+|array_agg|list)\(": "a macro of dialect/",
    r"(?<!\w)hash\(": "entity_key, sha256_hex",
    r"\b(strftime|strptime|epoch\w*|to_days|to_months|timezone)\(": "a macro of dialect/",
    r" // ": "divide_half_up",
    r"where split_part|and split_part": "part_of",
    r" \^ ": "power",
    r"\btarget\.": "a macro of dialect/",
    r"\b(arg_max|arg_min|max_by|min_by|any_value|first|last)\(": "row_number() and a total order",
    r"\b(random|rand|now|current_timestamp|current_date|uuid)\b": "nothing: no clock and no chance",
}
NOT_SQL = re.compile(
    r"\{#.*?#\}|--[^\n]*|run_started_at\.strftime|https?://|modules\.datetime", re.DOTALL
)
FILES = sorted(
    path
    for folder in ("models", "macros", "tests/singular")
    for path in (PROJECT / folder).rglob("*.sql")
    if not {"dialect", "ops"} & set(path.relative_to(PROJECT).parts)
)


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 250


@pytest.mark.parametrize("pattern", ONLY_DUCKDB)
def test_models_hold_no_word_of_one_engine(pattern: str) -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {match[0]} (write {ONLY_DUCKDB[pattern]})"
        for path in FILES
        for match in re.finditer(pattern, NOT_SQL.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []
