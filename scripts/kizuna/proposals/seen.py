"""What a file holds, as far as it can be seen: its header line, and what its columns contain."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, FunctionExpression

from kizuna.contracts import Table, normalise_header
from kizuna.errors import KizunaError
from kizuna.load.content import Content, literal_path
from kizuna.load.date_order import DateOrder
from kizuna.load.identify import Header
from kizuna.load.inputs import Input
from kizuna.load.read import text_rows
from kizuna.load.text import DELIMITERS, head, records
from kizuna.load.typed import STANDARD_FORMAT, text_name
from kizuna.proposals.words import vocabulary

RARE_DELIMITERS = ("^", "~")
"""Separators that the loader uses only if a mapping names them."""
WHOLE_BYTES = 16 << 20
"""Of larger files only the first rows are looked at."""
FIRST_ROWS = 50_000
SAMPLE_ROWS = 1_000
MOST_COLUMNS = 400
"""Columns that are looked at: no template takes more from the far end of a wide file."""
MOST_TEXTS = 20_000
BLANKS = "\t\n\r \u00a0\u3000\ufeff"
MOSTLY = 0.9

ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.I)
LINK = re.compile(r"https?://\S+", re.I)
CORPORATE_NUMBER = re.compile(r"[1-9]\d{12}")
NUMBERED = re.compile(r"(\d{1,2})\s*(?:点|[(（]|[:：]\s*\D|[.\-–]\s+\D|$).*", re.S)
TIME_OF_DAY = re.compile(
    r"(?P<gap>\s*,\s*|\s+|T)(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2})?(?P<part>\.\d{1,6})?"
    r"(?P<blank>\s?)(?P<half>[AaPp][Mm])?"
)
NUMBERS = re.compile(
    r"(?P<a>\d{1,4})(?P<s>[/.-])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,4})(?P<rest>.*)", re.S
)
DAY_NAMED = re.compile(
    r"(?P<day>\d{1,2})(?P<s>[ -])(?P<month>[A-Za-z]{3,9})(?P<t>,?[ -])"
    r"(?P<year>\d{4}|\d{2})(?P<rest>.*)",
    re.S,
)
MONTH_NAMED = re.compile(
    r"(?P<month>[A-Za-z]{3,9})(?P<s> )(?P<day>\d{1,2})(?P<t>,? )(?P<year>\d{4})(?P<rest>.*)", re.S
)
MONTHS = {
    name: form
    for names, form in (
        ("jan feb mar apr may jun jul aug sep oct nov dec", "%b"),
        ("january february march april june july august september october november december", "%B"),
    )
    for name in names.split()
}
LAST_DAY, LAST_MONTH = 31, 12
MOST_FORMATS = 4


EXAMPLE_LENGTH = 24


def printable(value: str) -> str:
    """Return a text that may stand in a comment: on one line, without signs that do not print."""
    return "".join(sign for sign in " ".join(value.split()) if sign.isprintable())


def shown(value: str, length: int = EXAMPLE_LENGTH) -> str:
    """Return a text for people, shortened."""
    clean = printable(value)
    return clean if len(clean) <= length else clean[: length - 1] + "…"


@dataclass(frozen=True)
class Fact:
    """What the loader makes of a text."""

    whole: bool = False
    amount: bool = False
    number: bool = False
    is_yes_or_no: bool = False
    time: bool = False
    """A date or time that the loader understands without a format."""
    written: str = ""
    """The text as a date format is matched against it: half width, without an offset."""
    has_offset: bool = False


FACTS = """
with texts as (select unnest(from_json(?, '["varchar"]')) as v),
folded as (
    select v, kz_half_width(v) as h, kz_era(kz_half_width(v)) as e from texts
),
parted as (select *, kz_number(h) as n, kz_offset_text(e) as o from folded),
bare as (select *, kz_without_offset(e, o) as w from parted)
select
    v,
    kz_to_bigint(n) is not null,
    kz_to_decimal_18_4(n) is not null,
    kz_to_double(n) is not null,
    kz_to_boolean(h) is not null,
    kz_local(w, ?) is not null,
    w,
    o <> ''
from bare
"""


def facts_of(connection: duckdb.DuckDBPyConnection, texts: Iterable[str]) -> dict[str, Fact]:
    """Ask the loader's own macros what texts are."""
    wanted = set(texts)
    listed = sorted(text for text in wanted if "\0" not in text)
    formats = list(STANDARD_FORMAT.values())
    # DuckDB takes one long text much faster than a list of many.
    told = connection.execute(FACTS, [json.dumps(listed), formats]).fetchall()
    found = {text: Fact(*facts) for text, *facts in told}
    return found | {text: Fact(written=text) for text in wanted - found.keys()}


@dataclass(frozen=True)
class Dates:
    """How the dates of a column are written, where the loader needs to be told."""

    choices: dict[str, list[str]] = field(default_factory=dict)
    """Date formats by the order that they suppose: dmy, mdy, ymd, or named (the month's name)."""
    mixed: bool = False
    """Some dates are day first and some month first."""

    @property
    def settled(self) -> list[str] | None:
        """The formats, if the file leaves no choice."""
        return next(iter(self.choices.values())) if len(self.choices) == 1 else None


def _time_format(rest: str) -> str | None:
    """Return the format of a time of day behind a date; empty where there is none."""
    if not rest:
        return ""
    found = TIME_OF_DAY.fullmatch(rest)
    if found is None:
        return None
    form = found["gap"] + ("%I" if found["half"] else "%H") + ":%M"
    form += (":%S" if found["second"] else "") + (".%f" if found["part"] else "")
    return form + (found["blank"] + "%p" if found["half"] else "")


def _named_form(text: str) -> dict[str, str]:
    for pattern, order in ((DAY_NAMED, "dm"), (MONTH_NAMED, "md")):
        if found := pattern.fullmatch(text):
            month, time = MONTHS.get(found["month"].casefold()), _time_format(found["rest"])
            if month is None or time is None:
                return {}
            parts = ("%d", month) if order == "dm" else (month, "%d")
            year = "%Y" if len(found["year"]) > 2 else "%y"
            return {"named": parts[0] + found["s"] + parts[1] + found["t"] + year + time}
    return {}


def date_forms(text: str) -> dict[str, str]:
    """Return the formats in which a text is a date, by the order of day and month.

    >>> date_forms("13/04/2026 9:30")
    {'dmy': '%d/%m/%Y %H:%M'}
    """
    found = NUMBERS.fullmatch(text)
    if found is None:
        return _named_form(text)
    time = _time_format(found["rest"])
    if time is None:
        return {}
    a, b, c = (int(found[part]) for part in "abc")
    lengths = len(found["a"]), len(found["c"])
    if 3 in lengths or lengths == (4, 4):  # three digits are no year, and one year is enough
        return {}
    long_first, long_last = (length == 4 for length in lengths)
    year, forms, sign = "%Y" if long_first or long_last else "%y", {}, found["s"]
    possible = {
        "dmy": not long_first and lengths[1] > 1 and 1 <= a <= LAST_DAY and 1 <= b <= LAST_MONTH,
        "mdy": not long_first and lengths[1] > 1 and 1 <= a <= LAST_MONTH and 1 <= b <= LAST_DAY,
        "ymd": not long_last and lengths[0] > 1 and 1 <= b <= LAST_MONTH and 1 <= c <= LAST_DAY,
    }
    for order, fits in possible.items():
        if fits:
            letters = [year if letter == "y" else f"%{letter}" for letter in order]
            forms[order] = sign.join(letters) + time
    return forms


def dates_of(texts: Iterable[str]) -> Dates:
    """Return how those of the texts that are dates are written."""
    orders: set[str] | None = None
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        found = date_forms(text)
        if not found:
            continue
        orders = set(found) if orders is None else orders & set(found)
        for order, form in found.items():
            forms.setdefault(order, Counter())[form] += 1
    kept = [order for order in ("dmy", "mdy", "ymd", "named") if orders and order in orders]
    choices = {
        order: [form for form, _ in forms[order].most_common(MOST_FORMATS)] for order in kept
    }
    return Dates(choices, mixed=orders is not None and not orders)


@dataclass(frozen=True)
class Seen:
    """One column of a file, as far as it was looked at."""

    header: str
    position: int
    rows: int
    texts: Counter[str]
    facts: dict[str, Fact] = field(repr=False)
    is_doubled: bool = False
    """Another column of the file has the same header, so that no mapping can name it."""
    order: DateOrder | None = None
    """Day or month first, as another column of the file or the user says."""

    @cached_property
    def nothings(self) -> dict[str, int]:
        """Texts that stand for no value anywhere, with how often they occur."""
        words = {normalise_header(word) for word in vocabulary().nothing.anywhere}
        return {text: n for text, n in self.texts.items() if normalise_header(text) in words}

    @cached_property
    def soft_nothings(self) -> dict[str, int]:
        """Texts that stand for no value in a column of numbers or times."""
        words = {normalise_header(word) for word in vocabulary().nothing.in_numbers_and_times}
        return {text: n for text, n in self.texts.items() if normalise_header(text) in words}

    def values(self, *, typed: bool = False) -> dict[str, int]:
        """Return the texts that are values, with how often they occur."""
        left_out = self.nothings.keys() | (self.soft_nothings.keys() if typed else set())
        return {text: n for text, n in self.texts.items() if text not in left_out}

    @property
    def filled(self) -> int:
        """Number of rows with a value."""
        return sum(self.values().values())

    @property
    def blank_share(self) -> float:
        """Share of rows without a value."""
        return 1 - self.filled / self.rows if self.rows else 0.0

    @property
    def distinct_share(self) -> float:
        """Share of values that differ."""
        return len(self.values()) / self.filled if self.filled else 0.0

    def share(self, test: Callable[[str], bool], *, typed: bool = False) -> float:
        """Return the share of values for which something holds."""
        values = self.values(typed=typed)
        total = sum(values.values())
        return sum(n for text, n in values.items() if test(text)) / total if total else 0.0

    def share_of_facts(self, test: Callable[[Fact], bool], *, typed: bool = False) -> float:
        """Return the share of values of which the loader says something."""
        return self.share(lambda text: test(self.facts[text]), typed=typed)

    @property
    def example(self) -> str | None:
        """A value of the column, the first that occurs; a word for nothing only for want of one."""
        return next(iter([*self.values(typed=True), *self.values()]), None)

    @cached_property
    def dates(self) -> tuple[Dates, float]:
        """How dates are written, and the share of values that are dates."""
        values = self.values(typed=True)
        total = sum(values.values())
        if not total:
            return Dates(), 0.0
        others = {text: n for text, n in values.items() if not self.facts[text].time}
        dates = dates_of(self.facts[text].written for text in others)
        misfits = sum(n for text, n in others.items() if not date_forms(self.facts[text].written))
        if self.order in dates.choices and len(dates.choices) > 1:
            dates = replace(dates, choices={self.order: dates.choices[self.order]})
        return dates, 0.0 if dates.mixed else 1 - misfits / total

    @cached_property
    def kind(self) -> str:
        """What most values are, in a word for people."""
        if not self.filled:
            return "blank"
        found = [name for name, test in KINDS.items() if self.share(test) >= MOSTLY]
        if found:
            return found[0]
        if self.dates[1] >= MOSTLY:
            return "dates"
        if self.share_of_facts(lambda of: of.whole, typed=True) >= MOSTLY:
            return "whole numbers"
        if self.share_of_facts(lambda of: of.number, typed=True) >= MOSTLY:
            return "numbers"
        if self.share_of_facts(lambda of: of.is_yes_or_no) >= MOSTLY:
            return "yes or no"
        return "texts"


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address."""
    return ADDRESS.fullmatch(text) is not None


def is_corporate_number(text: str) -> bool:
    """Whether a text is a 13-digit corporate number whose check digit is right.

    The first digit checks the others: 9 less the remainder by 9 of their sum, in which every second
    one, counted from the right, is doubled.
    """
    if not CORPORATE_NUMBER.fullmatch(text):
        return False
    weighed = sum(int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(text[1:])))
    return int(text[0]) == 9 - weighed % 9


def is_link(text: str) -> bool:
    """Whether a text is a web address."""
    return LINK.fullmatch(text) is not None


def is_domain(text: str) -> bool:
    """Whether a text is a domain, or the web address of a site."""
    return DOMAIN.fullmatch(text) is not None or is_link(text)


def rating(text: str) -> int | None:
    """Return the number from 0 to 10 with which an answer begins: 9, 9点, 10 - very likely."""
    found = NUMBERED.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= 10 else None


KINDS: dict[str, Callable[[str], bool]] = {
    "e-mail addresses": is_address,
    "corporate numbers": is_corporate_number,
    "web addresses": is_link,
    "domains": is_domain,
}


def _looks_like_value(cell: str) -> bool:
    text = cell.strip(BLANKS)
    digits = sum(sign.isdigit() for sign in text)
    return is_address(text) or is_link(text) or (digits > 0 and digits >= len(text) / 2)


def _known_words() -> frozenset[str]:
    words = vocabulary().columns.values()
    return frozenset(
        normalise_header(word) for of in words for word in (*of.words, *of.exact, *of.weak)
    )


def _header_likeness(top: list[list[str]], at: int, known: frozenset[str]) -> float:
    """Return how much a record looks like the header of those below it."""
    cells, below = top[at], [row for row in top[at + 1 :] if row]
    filled = [cell for cell in cells if cell.strip(BLANKS)]
    if not filled:
        return 0.0
    same = sum(len(row) == len(cells) for row in below) / len(below) if below else 0.5
    full = min(1.0, len(filled) / len(cells) / 0.6)
    differing = len({normalise_header(cell) for cell in filled}) / len(filled)
    plain = 1 - sum(map(_looks_like_value, filled)) / len(filled)
    named = sum(normalise_header(cell) in known for cell in filled)
    return (len(cells) * same * full + 2 * named) * differing * plain


def find_header_line(content: Content, contracts: list[Table], path: Path) -> Header:
    """Find the record that names the columns, and the separator.

    Raises:
        KizunaError: no record looks like a header.
    """
    known = _known_words() | {
        normalise_header(header)
        for table in contracts
        for column in table.columns
        for header in column.headers
    }
    best, found = 0.0, None
    delimiters = (*DELIMITERS, *RARE_DELIMITERS) if content.form == "csv" else (",",)
    for delimiter in delimiters:
        try:
            top = head(content, delimiter)
        except KizunaError:
            continue
        for at in range(len(top)):
            likeness = _header_likeness(top, at, known)
            if likeness > best:
                best, found = likeness, (at, delimiter)
    if found is None:
        raise KizunaError(
            f"{path} has no line that names its columns: put a header line above its rows."
        )
    at, delimiter = found
    cells = head(content, delimiter)[at]
    return Header(cells, at + 1 if content.form == "csv" else 0, delimiter, {}, {})


def first_rows(
    content: Content, header: Header, connection: duckdb.DuckDBPyConnection, scratch: Path
) -> Content:
    """Return the content itself, or of a large file a copy of its first rows."""
    if content.path.stat().st_size <= WHOLE_BYTES:
        return content
    copy = scratch / f"{len(list(scratch.iterdir()))}.first"
    if content.form == "parquet":
        rows = connection.read_parquet(literal_path(content.path), hive_partitioning=False)
        rows.limit(FIRST_ROWS).write_parquet(str(copy))
    elif content.form == "json":
        with content.path.open("rb") as lines, copy.open("wb") as out:
            out.writelines(islice(lines, FIRST_ROWS))
    else:
        kept = islice(records(content, header.delimiter), header.record + FIRST_ROWS)
        with copy.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter=header.delimiter, lineterminator="\n")
            writer.writerows(kept)
    return replace(content, path=copy, heads={})


def look(
    connection: duckdb.DuckDBPyConnection, content: Content, header: Header, template: Table
) -> list[Seen]:
    """Look at the first rows of every column.

    Args:
        connection: a connection with the loader's macros.
        content: the file.
        header: its header line.
        template: any contract without an id of the row: rows are read as texts.
    """
    source = Input(template, content, header)
    names = [text_name(at) for at in range(min(len(header.cells), MOST_COLUMNS))]
    rows = (
        text_rows(connection, source)
        .limit(SAMPLE_ROWS)
        .filter(ColumnExpression("_broken").isnull())
        .select(*map(ColumnExpression, names))
        .fetchall()
    )
    texts = [
        Counter(
            trimmed for row in rows if row[at] is not None and (trimmed := row[at].strip(BLANKS))
        )
        for at in range(len(names))
    ]
    facts = facts_of(connection, (text for counted in texts for text in counted))
    folded = Counter(normalise_header(cell) for cell in header.cells)
    return [
        Seen(
            header.cells[at].strip(BLANKS),
            at,
            len(rows),
            counted,
            facts,
            folded[normalise_header(header.cells[at])] > 1,
        )
        for at, counted in enumerate(texts)
        if normalise_header(header.cells[at])
    ]


def look_further(
    connection: duckdb.DuckDBPyConnection,
    content: Content,
    header: Header,
    template: Table,
    column: Seen,
) -> Seen:
    """Look at every row of one column, where the first ones leave a question open."""
    source = Input(template, content, header)
    cell = FunctionExpression("kz_text", ColumnExpression(text_name(column.position)))
    counted = (
        text_rows(connection, source)
        .select(cell.alias("text"))
        .filter(ColumnExpression("text").isnotnull())
        .aggregate("text, count(*) as n")
        .order("n desc, text")
        .limit(MOST_TEXTS)
        .fetchall()
    )
    texts = Counter(dict(column.texts) | dict(counted))
    rows = max(column.rows, sum(texts.values()))
    facts = facts_of(connection, texts)
    return replace(column, texts=texts, facts=column.facts | facts, rows=rows)
