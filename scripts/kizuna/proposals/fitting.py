"""Which column of a file fits which column of a template, and which template the file fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from kizuna.contracts import Column, Source, Table
from kizuna.load.typed import KIND_OF_VALUE
from kizuna.proposals.seen import (
    MOSTLY,
    Seen,
    date_forms,
    is_address,
    is_corporate_number,
    is_domain,
    rating,
    shown,
)
from kizuna.proposals.words import CONTRACT, Hints, header_score, held, meaning, vocabulary

FITTING = 0.8
"""Share of values that must fit the type of a column for it to be proposed."""
FITTING_WORDS = 0.6
"""The same where a few words stand for the allowed values, and a person may add what is missing."""
LIKELY = 0.5
"""Score from which a column of the file counts as the one that a template needs."""
FAINT = 0.4
"""Score below which a column of the file is not proposed."""
SPECIAL = 0.15
"""What it adds to a header that the content is of the very kind: addresses, dates, known words."""
UNIQUE = 0.9
VERSIONS = 0.2
"""The same id may stand in several rows if the header is the template's own: versions of a row."""
MOST_BLANK_IDS = 0.02
MOST_BLANK = 0.5
LONGEST_ID = 200
MOST_EVENT_TYPES = 40
LEAST_COVER = 0.25
EXPLAINED, NAMED = 0.4, 0.2
"""Weight of the share of columns that a template takes, and of words in the file's name."""
CONTENT_ALONE = {
    "email": 0.6,
    "corporate_number": 0.6,
    "domain": 0.45,
    "currency": 0.5,
    "url": 0.45,
}
"""Scores of columns that are known without their header."""
ONLY_TIME = 0.42
MOST_SHOWN = 5
CURRENCY = re.compile(r"[A-Z]{3}")
NUMBERS = ("bigint", "double", "decimal(18,2)", "decimal(18,4)")
TIMES = ("date", "timestamp")
SOURCE_SYSTEM = "source_system"


@dataclass(frozen=True)
class Fit:
    """How well what stands in a column of the file is what a column of the template holds."""

    share: float
    why_not: str = ""
    is_special: bool = False
    """Few other columns would fit so well."""
    values: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    """Texts that none of the allowed values stands for."""
    formats: tuple[str, ...] = ()
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Date formats by order, where the file does not tell day from month."""


@dataclass(frozen=True)
class Match:
    """A column of the file for a column of the template."""

    column: Column
    seen: Seen
    fit: Fit
    score: float


@dataclass(frozen=True)
class Candidate:
    """A template with the columns of the file that would fill it."""

    template: Table
    matches: dict[str, Match]
    misfits: dict[int, str]
    """Why a column of the file whose header fits is not taken, by its position."""
    score: float
    is_plausible: bool


TEXTS: dict[str, tuple[Callable[[str], bool], str]] = {
    "email": (is_address, "is no e-mail address"),
    "domain": (is_domain, "is no domain"),
    "url": (is_domain, "is no web address"),
    "currency": (lambda value: CURRENCY.fullmatch(value) is not None, "is no currency code"),
    "corporate_number": (
        lambda value: is_corporate_number(unicodedata.normalize("NFKC", value)),
        "is no corporate number (13 digits, the first a check digit)",
    ),
}
"""Columns of texts that have a form, with what is said of others."""


def is_free_text(column: Column) -> bool:
    """Whether a column may hold any words, so that NA may be one of them."""
    is_plain = column.data_type == "string" and not column.allowed
    return is_plain and not column.name.endswith("_id") and column.name not in TEXTS


def is_needed(column: Column) -> bool:
    """Whether a mapping must name a column."""
    return column.required and column.default is None


def own_id(template: Table) -> str | None:
    """Return the column in which a template's rows have an id of their own."""
    return template.key[-1] if template.key[-1].endswith("_id") else None


def _misfit(column: Column, seen: Seen, fits: Iterable[str]) -> str:
    """Name a value that does not fit, and why."""
    good = set(fits)
    wrong = next((value for value in seen.values() if value not in good), "")
    said = KIND_OF_VALUE[column.data_type]
    return f"{shown(wrong)} {said}"


def _fit_of_time(column: Column, seen: Seen) -> Fit:
    dates, share = seen.dates
    if dates.mixed:
        return Fit(0.0, "some of its dates are day first and some month first")
    if share < FITTING:
        good = [t for t, fact in seen.facts.items() if fact.time or date_forms(fact.written)]
        return Fit(share, _misfit(column, seen, good))
    formats = tuple(dates.settled or ())
    choices = {} if dates.settled else dates.choices
    return Fit(share, "", share >= MOSTLY, formats=formats, choices=choices)


def _fit_of_number(column: Column, seen: Seen) -> Fit:
    kind = {"bigint": "whole", "double": "number"}.get(column.data_type, "amount")
    good = {text for text in seen.values() if getattr(seen.facts[text], kind)}
    share = seen.share(good.__contains__, typed=True)
    if column.name == "score":
        return _fit_of_score(column, seen, share)
    if share < FITTING:
        return Fit(share, _misfit(column, seen, good))
    return Fit(share)


def _fit_of_score(column: Column, seen: Seen, share: float) -> Fit:
    ratings = {text: rating(text) for text in seen.values(typed=True)}
    rated = seen.share(lambda text: ratings.get(text) is not None, typed=True)
    if share >= FITTING:
        # Whole numbers up to 10 are answers; other numbers may be anything.
        if rated < FITTING:
            return Fit(rated, "its numbers are no answers from 0 to 10")
        return Fit(share, "", rated >= MOSTLY)
    if rated < MOSTLY:
        return Fit(share, _misfit(column, seen, ()))
    values = {text: str(number) for text, number in ratings.items() if text != str(number)}
    return Fit(rated, "", True, values={text: said for text, said in values.items() if said})


def _fit_of_words(column: Column, seen: Seen, meanings: dict[str, list[str]]) -> Fit:
    """Fit a column that allows few values: as they stand, or by what their words mean."""
    plain, values, unknown = set[str](), dict[str, str](), list[str]()
    for value in seen.values():
        folded = unicodedata.normalize("NFKC", value).casefold()
        said = meaning(value, meanings)
        if folded in column.allowed or (not column.allowed and seen.facts[value].is_yes_or_no):
            plain.add(value)
        elif said is not None:
            values[value] = said
        else:
            unknown.append(value)
    share = seen.share(lambda value: value in plain or value in values)
    if share < FITTING_WORDS:
        return Fit(share, f"{shown(unknown[0])} {KIND_OF_VALUE[column.data_type]}")
    return Fit(max(share, FITTING), "", True, values=values, unknown=tuple(unknown[:MOST_SHOWN]))


def _fit_of_id(template: Table, column: Column, seen: Seen, *, header_is_known: bool) -> Fit:
    short = seen.share(lambda value: len(value) <= LONGEST_ID and "\n" not in value)
    others = max(
        seen.share(is_address),
        seen.share(lambda value: seen.facts[value].number and not seen.facts[value].whole),
        seen.share(lambda value: value.casefold() in ("true", "false", "yes", "no")),
        seen.share(lambda value: seen.facts[value].time and not seen.facts[value].whole),
    )
    if min(short, 1 - others) < FITTING:
        return Fit(min(short, 1 - others), f"{shown(seen.example or '')} is no id")
    if column.name == own_id(template):
        if seen.blank_share > MOST_BLANK_IDS:
            return Fit(0.0, "some rows have none, and an id must be there")
        if seen.distinct_share < (VERSIONS if header_is_known else UNIQUE):
            return Fit(0.0, "rows share it, and an id must be a row's own")
    return Fit(1.0)


def _fit_of_text(column: Column, seen: Seen) -> Fit:
    if column.name in TEXTS:
        test, fault = TEXTS[column.name]
        share = seen.share(test)
        wrong = next((value for value in seen.values() if not test(value)), "")
        return Fit(share, "" if share >= FITTING else f"{shown(wrong)} {fault}", share >= MOSTLY)
    if column.name == "event_type" and len(seen.values()) > MOST_EVENT_TYPES:
        return Fit(0.0, "it holds too many different texts")
    others = max(
        seen.share(is_address),
        seen.dates[1],
        seen.share_of_facts(lambda fact: fact.number),
        seen.share(lambda value: value.casefold() in ("true", "false")),
    )
    if 1 - others < FITTING:
        return Fit(1 - others, f"it holds {seen.kind}")
    return Fit(1.0)


def fit(template: Table, column: Column, seen: Seen) -> Fit:
    """Say how well what stands in a column of the file fits a column of a template."""
    if seen.is_doubled:
        return Fit(0.0, "another column has the same header")
    if not seen.rows:
        return Fit(1.0)
    if not seen.filled:
        return Fit(0.0, "it is blank") if column.needs_value else Fit(FITTING)
    if column.needs_value and seen.blank_share > MOST_BLANK:
        return Fit(0.0, "most rows have none")
    if column.data_type in TIMES:
        return _fit_of_time(column, seen)
    if column.data_type in NUMBERS:
        return _fit_of_number(column, seen)
    meanings = vocabulary().meanings(template, column)
    if column.allowed or column.data_type == "boolean":
        return _fit_of_words(column, seen, meanings)
    if column.name.endswith("_id"):
        known = header_score(template, column, seen.header) >= CONTRACT
        return _fit_of_id(template, column, seen, header_is_known=known)
    found = _fit_of_text(column, seen)
    if column.name == "event_type" and found.share >= FITTING:
        said = {value: meaning(value, meanings) for value in seen.values()}
        values = {value: known for value, known in said.items() if known and known != value}
        unknown = tuple(value for value, known in said.items() if known is None)
        return replace(found, values=values, unknown=unknown[:MOST_SHOWN])
    return found


def _matches(template: Table, seen: list[Seen]) -> tuple[list[Match], dict[int, str]]:
    """Return every pair that could be, best first, and why others with fitting headers cannot."""
    times = [one for one in seen if one.kind == "dates"]
    found, misfits = list[Match](), dict[int, tuple[float, str]]()
    for column in template.columns:
        if column.name == SOURCE_SYSTEM:
            continue
        for one in seen:
            header = header_score(template, column, one.header)
            alone = CONTENT_ALONE.get(column.name, 0.0)
            if column.data_type in TIMES and column.required and times == [one]:
                alone = ONLY_TIME
            if header < 0 or not (header or (alone and one.filled)):
                continue
            fitting = fit(template, column, one)
            if fitting.share < FITTING:
                if header >= LIKELY and fitting.why_not:
                    reason = (header, f"no {column.name}: {fitting.why_not}")
                    misfits[one.position] = max(reason, misfits.get(one.position, reason))
                continue
            score = min(1.0, header + SPECIAL * fitting.is_special) if header else 0.0
            score = max(score, alone if fitting.is_special else 0.0) * fitting.share
            if score >= FAINT:
                found.append(Match(column, one, fitting, score))
    best_first = sorted(found, key=lambda match: (-match.score, match.seen.position))
    return best_first, {position: why for position, (_, why) in misfits.items()}


def _is_named(words: list[str], file_name: str) -> bool:
    return any(held(word, file_name) for word in words)


def _are_told_apart(template: Table, chosen: dict[str, Match], hints: Hints) -> bool:
    """Whether rows that must differ do: companies and people stand in all kinds of files."""
    if not hints.tell_apart or own_id(template) in chosen:
        return True
    columns = [chosen[name].seen for name in hints.tell_apart if name in chosen]
    return any(not one.rows or one.distinct_share >= UNIQUE for one in columns)


def consider(template: Table, seen: list[Seen], hints: Hints, stem: str) -> Candidate:
    """Fill a template with columns of the file as well as it goes, and judge the result."""
    chosen, taken = dict[str, Match](), set[int]()
    possible, misfits = _matches(template, seen)
    for match in possible:
        if match.column.name not in chosen and match.seen.position not in taken:
            chosen[match.column.name] = match
            taken.add(match.seen.position)
    weights = {column.name: 1.0 for column in template.columns if is_needed(column)}
    weights |= hints.weights
    cover = sum(
        weight * chosen[name].score for name, weight in weights.items() if name in chosen
    ) / sum(weights.values())
    filled = sum(one.filled > 0 for one in seen) or len(seen)
    explained = sum(match.score for match in chosen.values()) / filled
    is_named = _is_named(hints.names, stem)
    met = all(
        sum(name in chosen and chosen[name].score >= need.score for name in need.of)
        >= need.at_least
        or (need.or_named and is_named)
        for need in hints.needs
    )
    met = met and _are_told_apart(template, chosen, hints)
    score = cover + EXPLAINED * explained + NAMED * is_named + hints.bonus * met
    return Candidate(template, chosen, misfits, score, met and cover >= LEAST_COVER)


def rank(generic: Source, seen: list[Seen], stem: str) -> list[Candidate]:
    """Return all templates, best first; plausible ones before others."""
    hints = vocabulary().templates
    found = [consider(table, seen, hints[table.name], stem) for table in generic.tables]
    return sorted(found, key=lambda one: (not one.is_plausible, -one.score))
