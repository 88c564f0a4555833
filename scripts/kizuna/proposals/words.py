"""Words in headers and values: which column of a template a header may name, and how surely."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from kizuna.contracts import LOOK_ALIKES, Column, Strict, Table, load_yaml, normalise_header

CONTRACT, KNOWN, QUALIFIED = 1.0, 0.95, 0.92
HELD, HELD_ALL = 0.5, 0.9
WEAKENED, AVOIDED = 0.75, 0.6
RULED_OUT = -1.0
FEWEST_SHARED = 0.5
"""Share of words that two headers must have in common to count as alike."""
FEWEST_HELD = 0.4
"""Share of a value that a known word must make up to give it its meaning."""
SHORTEST_PLURAL = 4


class Words(Strict):
    """What names one column of a template; see the head of header_words.yml."""

    words: list[str] = []
    exact: list[str] = []
    weak: list[str] = []
    avoid: list[str] = []
    not_: list[str] = Field(default=[], alias="not")

    def __add__(self, other: Words) -> Words:
        """Join the words of a column with those for one template."""
        return Words.model_validate(
            {
                "words": [*self.words, *other.words],
                "exact": [*self.exact, *other.exact],
                "weak": [*self.weak, *other.weak],
                "avoid": [*self.avoid, *other.avoid],
                "not": [*self.not_, *other.not_],
            }
        )


class Need(Strict):
    """Columns of which a file must have some to be of a template."""

    of: list[str]
    at_least: int = 1
    score: float = 0.6
    """How sure such a column must be."""
    or_named: bool = False
    """The file's name may say it instead."""


class Hints(Strict):
    """What tells one template from the others."""

    names: list[str]
    needs: list[Need]
    weights: dict[str, float] = {}
    bonus: float = 0.0
    id_from: list[str] = []
    tell_apart: list[str] = []
    named: list[str] = []


class Nothing(Strict):
    """Words that stand where there is no value."""

    anywhere: list[str]
    in_numbers_and_times: list[str]


class Vocabulary(Strict):
    """The whole of header_words.yml."""

    columns: dict[str, Words]
    values: dict[str, dict[str, list[str]]]
    booleans: dict[str, list[str]]
    nothing: Nothing
    zones: dict[str, list[str]]
    currencies: dict[str, list[str]]
    questions: dict[str, list[str]]
    intervals: dict[str, list[str]]
    templates: dict[str, Hints]

    def meanings(self, template: Table, column: Column) -> dict[str, list[str]]:
        """Return what texts of a column mean, in the words of the template."""
        if column.data_type == "boolean":
            return self.booleans
        own = self.values.get(f"{template.name}.{column.name}")
        return own or self.values.get(column.name, {})


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Read header_words.yml, which comes with the package."""
    return Vocabulary.model_validate(load_yaml(Path(str(files("kizuna") / "header_words.yml"))))


@lru_cache(maxsize=1 << 10)
def _words_of(template: str, column: str) -> Words:
    """Return the words of a column, with those for this template only."""
    known, nothing = vocabulary().columns, Words()
    return known.get(column, nothing) + known.get(f"{template}.{column}", nothing)


def _singular(word: str) -> str:
    plural = len(word) >= SHORTEST_PLURAL and word.endswith("s")
    return word[:-1] if plural and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=1 << 14)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text: `emailAddress`, `E-mail address`; Japanese stays in one piece.

    >>> tokens("How many_openedMails?")
    ('how', 'many', 'opened', 'mail')
    """
    whole = unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES)
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", whole)
    found = re.findall(r"[a-z]+|\d+|[^\W\d_a-z]+", parted.casefold())
    return tuple(_singular(word) for word in found)


@lru_cache(maxsize=1 << 14)
def without_remarks(text: str) -> str:
    """Return a header without what stands in brackets, and without marks such as * and :.

    >>> without_remarks("会社名（必須）※")
    '会社名'
    """
    whole = unicodedata.normalize("NFKC", text)
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>", "", whole)
    return normalise_header(bare.strip(" *※:：?・_-"))


class Folded(NamedTuple):
    """A word or header in the forms in which it is compared."""

    text: str
    whole: str
    tokens: tuple[str, ...]
    length: int
    """Number of letters in the tokens."""
    is_ascii: bool


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> Folded:
    """Fold a text once for all comparisons."""
    whole, parts = normalise_header(text), tokens(text)
    return Folded(text, whole, parts, sum(map(len, parts)), whole.isascii())


def _held(word: Folded, text: Folded) -> float:
    if not word.is_ascii:
        found = len(word.whole) > 1 and word.whole in text.whole
        return len(word.whole) / len(text.whole) if found else 0.0
    width = len(word.tokens)
    if not width or width > len(text.tokens) or word.tokens[0] not in text.tokens:
        return 0.0
    places = range(len(text.tokens) - width + 1)
    found = any(text.tokens[at : at + width] == word.tokens for at in places)
    return word.length / text.length if found else 0.0


def held(word: str, text: str) -> float:
    """Return how much of a text a word makes up; 0 where the text does not hold it.

    A word of letters must stand there as words of its own; Japanese may stand anywhere.
    """
    return _held(folded(word), folded(text))


def holds_any(words: Iterable[str], text: str) -> bool:
    """Whether a text holds one of the words, a single Japanese letter, or a sign such as $."""
    whole = folded(text)
    return any(
        _held(word, whole)
        or (not (word.is_ascii and word.tokens) and bool(word.whole) and word.whole in whole.whole)
        for word in map(folded, words)
    )


def _same(word: Folded, header: Folded) -> bool:
    return word.whole == header.whole or (bool(word.tokens) and word.tokens == header.tokens)


def _shared(word: Folded, header: Folded) -> float:
    """Return the share of words that two headers of letters have in common."""
    if not word.is_ascii or len(word.tokens) == 1:
        return 0.0
    mine, theirs = set(word.tokens), set(header.tokens)
    share = len(mine & theirs) / len(mine | theirs) if mine else 0.0
    return share if share >= FEWEST_SHARED else 0.0


def _likeness(words: Iterable[str], header: Folded) -> float:
    """Return how surely a header is, or holds, one of the words."""
    best, bare = 0.0, without_remarks(header.text)
    for word in map(folded, words):
        if _same(word, header):
            return KNOWN
        if word.whole == bare:
            best = max(best, QUALIFIED)
        elif share := _held(word, header):
            best = max(best, HELD + (HELD_ALL - HELD) * share)
        else:
            best = max(best, WEAKENED * _shared(word, header))
    return best


def header_score(template: Table, column: Column, header: str) -> float:
    """Return how surely a header names a column of a template, between 0 and 1.

    Below 0 the header says that it names something else.
    """
    whole = folded(header)
    if any(whole.whole == folded(known).whole for known in column.headers):
        return CONTRACT
    words = _words_of(template.name, column.name)
    if any(_same(folded(word), whole) for word in words.exact):
        return KNOWN
    plainly_known = any(_same(folded(word), whole) for word in words.words)
    if holds_any(words.not_, header) and not plainly_known:
        return RULED_OUT
    score = max(
        _likeness(column.headers, whole),
        _likeness(words.words, whole),
        WEAKENED * _likeness(words.weak, whole),
    )
    if any(without_remarks(header) == folded(word).whole for word in words.exact):
        score = max(score, QUALIFIED)
    return score * AVOIDED if holds_any(words.avoid, header) else score


def meaning(text: str, meanings: dict[str, list[str]]) -> str | None:
    """Return what a value means in the words of the template; None where no word says it."""
    bare = without_remarks(text)
    best, found = 0.0, None
    for meant, words in meanings.items():
        for word in words:
            if _same(folded(word), folded(text)):
                return meant
            share = 1.0 if bare and bare == folded(word).whole else held(word, text)
            if share > best:
                best, found = share, meant
    return found if best >= FEWEST_HELD else None
