"""A proposed mapping: what it says of each column, and how it is written for people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kizuna.contracts import Column, Source, Table, normalise_header
from kizuna.load import identify
from kizuna.proposals.fitting import (
    LIKELY,
    NUMBERS,
    TIMES,
    Candidate,
    Match,
    is_free_text,
    is_needed,
    own_id,
)
from kizuna.proposals.seen import Seen, is_address, printable, rating, shown
from kizuna.proposals.words import header_score, held, holds_any, vocabulary

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
LONGEST_NAME = 40
LONGEST_HEADER = 80
FEWEST_LETTERS = 3
MOST_VALUES = 100
PERSONAL = ("email", "full_name", "attendee_name")
SCALE = re.compile(r"(?<!\d)(0|1)点?(?:-|~|–|から|to)(5|7|10)(?!\d)")
SCALES = (5, 7)
ORDER_IN_WORDS = {
    "dmy": ("day first", "日が先"),
    "mdy": ("month first", "月が先"),
    "ymd": ("year first", "年が先"),
}

SETTING_COMMENTS = {"source": "  # the tool; the same in all mappings of its files / ツール名"}


@dataclass(frozen=True)
class Line:
    """One line below `columns:`."""

    column: str
    rule: dict[str, Any] | str | None
    """A header, a rule of more than that, or None where a person must say it."""
    comment: str = ""
    is_open: bool = False
    """The line is commented out: a person must say whether it holds."""

    @property
    def said(self) -> str:
        """What the line says, as YAML."""
        return "…" if self.rule is None else in_flow(self.rule)

    def __str__(self) -> str:
        """Write the line."""
        comment = f"  # {self.comment}" if self.comment else ""
        return f"  {'# ' if self.is_open else ''}{self.column}: {self.said}{comment}"


@dataclass(frozen=True)
class Remark:
    """Something to check, for readers of either language."""

    en: str
    ja: str


@dataclass
class Draft:
    """A mapping in the making."""

    template: Table
    matches: dict[str, Match]
    name: str
    """Name of the mapping."""
    stem: str
    """Name of the file, without what names its form."""
    seen: list[Seen]
    why_not: dict[int, str]
    """Why a column of the file that would fit is left out, by its position."""
    lines: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def remark(self, en: str, ja: str) -> None:
        """Note something that a person should check."""
        self.remarks.append(Remark(en, ja))

    @property
    def open_columns(self) -> list[str]:
        """Required columns that a person must fill in before the mapping loads."""
        given = {line.column for line in self.lines if not line.is_open}
        return [
            column.name
            for column in self.template.columns
            if is_needed(column) and column.name not in given
        ]

    @property
    def left_out(self) -> dict[str, str]:
        """Columns of the file that nothing is made of, with the reason where there is one."""
        taken = {match.seen.position for match in self.matches.values()}
        return {
            one.header: self.why_not.get(one.position, "")
            for one in self.seen
            if one.position not in taken
        }


# --- YAML ---------------------------------------------------------------------------------------


def scalar(value: str | float | bool | None) -> str:
    """Return a value as YAML on one line, in quotes where it needs them.

    >>> scalar("会社名"), scalar("no"), scalar("amount: net"), scalar(None)
    ('会社名', '"no"', '"amount: net"', 'null')
    """
    if value is None:
        return "null"
    if not isinstance(value, str):
        return str(value).lower()
    listed = yaml.safe_dump(
        [value], default_flow_style=True, allow_unicode=True, width=float("inf")
    )
    if listed == f"[{value}]\n":
        return value
    quoted = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf"))
    return quoted.strip()


def in_flow(value: Any) -> str:
    """Return a value as YAML on one line, in braces and brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {in_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_flow, value)) + "]"
    return scalar(value)


def render(draft: Draft, file_name: str, *, for_trial: bool = False) -> str:
    """Write the mapping; for a trial, what a person must finish is left empty."""
    file, template = printable(file_name), draft.template.name
    lines = [
        f"# How {file} becomes rows of the template {template}, proposed by `kizuna map`.",
        "# Check every line, above all those marked TODO. docs/mappings.md tells what may stand",
        "# here; behind a line stands a value of the file.",
        f"# {file} をテンプレート {template} に対応づける案です(kizuna map が作成)。",
        "# 各行、とくに TODO の行を確認してください。書き方は docs/mappings.md にあります。",
        "# 行末はファイルにある値の例です。",
    ]
    if draft.open_columns:
        names = ", ".join(draft.open_columns)
        lines += ["#", f"# TO FINISH before it loads / 取り込む前に要記入: {names}"]
    if draft.remarks:
        lines += ["#", "# To check / 確認すること:"]
    for remark in draft.remarks:
        lines += [f"# - {printable(remark.en)}", f"#   {printable(remark.ja)}"]
    lines += [f"template: {template}"]
    for key, value in draft.settings.items():
        comment = SETTING_COMMENTS.get(key, "")
        lines.append(f"{key}: {in_flow(value)}{comment}")
    lines += ["", "columns:"]
    lines += [str(line) for line in draft.lines]
    if for_trial:
        lines += [f"  {name}: {{constant: null}}" for name in draft.open_columns]
    if draft.left_out:
        lines += ["", "# Columns of the file that nothing is made of / 使わない列:"]
    for header, why in draft.left_out.items():
        because = f" ({printable(why)})" if why else ""
        lines.append(f"# - {shown(header, LONGEST_HEADER)}{because}")
    return "\n".join(lines) + "\n"


# --- Names --------------------------------------------------------------------------------------


def mapping_name(path: Path, template: str) -> str:
    """Make a name out of a file's: lower snake case, without dates.

    >>> mapping_name(Path("NPS-Export 2026-04-01 (2).csv"), "survey_responses")
    'nps_export'
    """
    stem = identify.EXTENSIONS.sub("", unicodedata.normalize("NFKC", path.name), count=1)
    stem = re.sub(r"\(\d+\)$|\d{4,}([-_.]?\d{1,2}){0,2}|\.[0-9a-f]{8}$", " ", stem.strip())
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", stem)
    name = re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")
    name = re.sub(r"^[\d_]+", "", name)
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition("_")[0] or name[:LONGEST_NAME]
    return name if len(name) >= FEWEST_LETTERS else f"{template}_file"


def file_pattern(path: Path) -> str | None:
    """Return a pattern for the files to come: numbers may change. None where little is left.

    >>> file_pattern(Path("契約一覧_2026-04.csv"))
    '契約一覧_*.csv'
    """
    stem = identify.EXTENSIONS.sub("", path.name, count=1)
    bare = re.sub(r"\s*\(\d+\)$", "*", stem.replace("*", "?"))
    pattern = re.sub(r"\*([-_. ]?\*)+", "*", re.sub(r"\d+", "*", bare))
    if "*" not in pattern:
        pattern += "*"
    letters = sum(sign.isalpha() for sign in pattern)
    # To the patterns of files [ begins a choice of letters.
    return (
        pattern.replace("[", "[[]") + path.name[len(stem) :] if letters >= FEWEST_LETTERS else None
    )


def meaning_of_name(name: str, meanings: dict[str, list[str]]) -> str | None:
    """Return what a word in a name says; None where none does, or several differ.

    >>> meaning_of_name("dataset_Facebook", {"facebook": ["facebook"], "x": ["twitter", "x"]})
    'facebook'
    """
    said = {meant for meant, words in meanings.items() if any(held(word, name) for word in words)}
    return said.pop() if len(said) == 1 else None


# --- Lines --------------------------------------------------------------------------------------


def _example(match: Match) -> str:
    """Return a value of the file for a comment; of what names a person only its shape."""
    value = match.seen.example
    if value is None:
        return ""
    if match.column.name in PERSONAL or is_address(value):
        _, at, domain = value.partition("@")
        return shown(f"{value[:1]}…{at}{domain}")
    return shown(value)


def _rule(match: Match, formats: Iterable[str]) -> dict[str, Any] | str:
    rule: dict[str, Any] = {"from": match.seen.header}
    if match.fit.values:
        rule["values"] = match.fit.values
    if written := list(formats):
        rule["date_formats"] = written
    return match.seen.header if len(rule) == 1 else rule


def _matched(draft: Draft, match: Match) -> list[Line]:
    """Return the line of a column that was found; several where its dates leave a choice."""
    name, example = match.column.name, _example(match)
    if match.fit.unknown:
        texts = ", ".join(map(shown, match.fit.unknown))
        becomes = "are rejected" if match.column.allowed else "stay as they are"
        draft.remark(
            f"{name}: no meaning is known for {texts}; without a line in `values` they {becomes}",
            f"{name}: 意味の分からない値があります({texts})。values に加えてください",
        )
    if not match.fit.choices:
        return [Line(name, _rule(match, match.fit.formats), example)]
    header = shown(match.seen.header)
    draft.remark(
        f"{name}: {header} does not tell day from month (no number above 12): choose a line",
        f"{name}: {header} は日と月のどちらが先か分かりません。どちらかの行を選んでください",
    )
    lines = []
    for order, formats in match.fit.choices.items():
        en, ja = ORDER_IN_WORDS[order]
        lines.append(Line(name, _rule(match, formats), f"TODO {en}? {ja}? {example}", True))
    return lines


def _missing_id(draft: Draft, name: str) -> Line:
    """Return the line of a missing id: another column that tells rows apart, or the whole row."""
    for other in vocabulary().templates[draft.template.name].id_from:
        match = draft.matches.get(other)
        if match and match.seen.filled == match.seen.rows and match.seen.distinct_share == 1:
            header = shown(match.seen.header)
            draft.remark(
                f"{name}: the file has no id; {header} stands for it, as long as it never changes",
                f"{name}: IDの列がないため {header} で代用します(変わらないことが前提です)",
            )
            return Line(name, match.seen.header, f"TODO no id / IDの列なし {_example(match)}")
    draft.remark(
        f"{name}: the file has no id, so that a row's whole content makes one; a row that changes "
        "becomes another",
        f"{name}: IDの列がないため行全体から作ります(内容が変わると別の行になります)",
    )
    return Line(name, {"hash_row": True}, "no id in the file / IDの列なし")


def _name_of_company(draft: Draft, generic: Source) -> str | None:
    """Return an unused header that names a company."""
    taken = {match.seen.position for match in draft.matches.values()}
    accounts = generic.table("accounts")
    for one in draft.seen:
        score = header_score(accounts, accounts.column("account_name"), one.header)
        if one.position not in taken and score >= LIKELY and one.filled:
            return one.header
    return None


def _missing(draft: Draft, column: Column, generic: Source) -> Line:
    """Return the line of a required column that no column of the file holds."""
    template, name = draft.template, column.name
    if name == own_id(template):
        return _missing_id(draft, name)
    if name in vocabulary().templates[template.name].named:
        draft.remark(
            f"{name}: the file names none, so that all its rows get the same",
            f"{name}: 列がないため全行に同じ値を入れます",
        )
        return Line(name, {"constant": draft.name}, "TODO a name of your own / 適切な名前に")
    meanings = vocabulary().meanings(template, column)
    guessed = meaning_of_name(draft.stem, meanings)
    if guessed is None and name == "platform":
        guessed = meaning_of_name(" ".join(one.header for one in draft.seen), meanings)
    if guessed is not None:
        draft.remark(
            f"{name}: {guessed} is taken from the names of file and columns",
            f"{name}: ファイル名・列名から {guessed} としました",
        )
        return Line(name, {"constant": guessed}, "TODO is it so? / 確認してください")
    if column.nullable:
        reasons = [why for why in draft.why_not.values() if why.startswith(f"no {name}: ")]
        why = f" ({reasons[0].partition(': ')[2]})" if reasons else ""
        draft.remark(
            f"{name}: no column of the file holds it{why}, so that it stays empty",
            f"{name}: 該当する列がないため空になります",
        )
        return Line(name, {"constant": None}, "TODO not in the file / ファイルになし")
    header = _name_of_company(draft, generic) if name == "account_id" else None
    if header is not None:
        comment = "TODO only a name: right if your accounts have it as their id / 名称のみ"
        return Line(name, header, comment, True)
    if column.allowed or meanings:
        first = (column.allowed or list(meanings))[0]
        among = ", ".join(column.allowed) or "the seed event_types"
        return Line(name, {"constant": first}, f"TODO one of {among} / いずれか", True)
    return Line(name, None, "TODO required: a header or a constant / 必須です", True)


def _survey_lines(draft: Draft) -> list[Line]:
    """Say what kind of question was asked, where the file does not."""
    score, lines = draft.matches["score"], []
    if "survey_type" not in draft.matches:
        comment = "TODO relational (regular / 定期) or transactional (after an occasion / 都度)"
        lines.append(Line("survey_type", {"constant": "relational"}, comment))
    if "question_type" not in draft.matches:
        questions = vocabulary().questions.items()
        asked = [kind for kind, words in questions if holds_any(words, score.seen.header)]
        comment = "" if asked else "TODO recommend, satisfaction or effort"
        kind = asked[0] if asked else "recommend"
        lines.append(Line("question_type", {"constant": kind}, comment))
    scale = None if {"scale_min", "scale_max"} & draft.matches.keys() else _scale(score)
    if scale is not None:
        low, high, is_said = scale
        comment = "" if is_said else "TODO the scale by the answers / 回答から推定した尺度"
        lines.append(Line("scale_min", {"constant": low}, comment))
        lines.append(Line("scale_max", {"constant": high}, comment))
    others = [shown(one.header) for one in draft.seen if _is_another_question(draft, one)]
    if others:
        headers = ", ".join(others)
        draft.remark(
            f"score: other questions with answers up to 10 are left out: {headers}; a mapping of "
            "the template survey_forms reads them all, see docs/mappings.md",
            f"score: ほかの設問は読みません({headers})。survey_forms なら全設問を読めます",
        )
    return lines


def _is_another_question(draft: Draft, one: Seen) -> bool:
    if one.position in {match.seen.position for match in draft.matches.values()}:
        return False
    column = draft.template.column("score")
    is_rating = one.filled and one.share(lambda text: rating(text) is not None, typed=True) == 1
    return bool(is_rating) and header_score(draft.template, column, one.header) > 0


def _scale(score: Match) -> tuple[int, int, bool] | None:
    """Return the ends of the scale, and whether the header says them; None where it is 0 to 10."""
    if found := SCALE.search(normalise_header(score.seen.header)):
        low, high = int(found[1]), int(found[2])
        return None if (low, high) == (0, 10) else (low, high, True)
    ratings = map(rating, score.seen.values(typed=True))
    answers = [number for number in ratings if number is not None]
    for highest in SCALES:
        if answers and min(answers) >= 1 and max(answers) <= highest:
            return 1, highest, False
    return None


def _subscription_lines(draft: Draft) -> list[Line]:
    """Say currency and interval of the amounts, where no column does."""
    amount, lines = draft.matches["amount"].seen, list[Line]()
    header = shown(amount.header)
    intervals = vocabulary().intervals.items()
    said = [interval for interval, words in intervals if holds_any(words, amount.header)]
    if len(said) == 1:
        # 月額 is the price of a month even where the customer pays by the year.
        other = draft.matches.pop("billing_interval", None)
        if other is not None:
            draft.why_not[other.seen.position] = f"{header} is per {said[0]} by its name"
            column = shown(other.seen.header)
            draft.remark(
                f"billing_interval: {header} is taken as the price of one {said[0]}, whatever "
                f"{column} says",
                f"billing_interval: {header} は {said[0]} あたりとみなします({column} は不使用)",
            )
        lines.append(Line("billing_interval", {"constant": said[0]}, header))
    elif "billing_interval" not in draft.matches:
        comment = "TODO month? year? / 月額か年額か"
        lines.append(Line("billing_interval", {"constant": "month"}, comment))
    if "currency" not in draft.matches:
        texts = " ".join([amount.header, *list(amount.texts)[:MOST_VALUES]])
        signs = vocabulary().currencies.items()
        found = [code for code, words in signs if holds_any(words, texts)]
        comment = "" if len(found) == 1 else "TODO the file names none / 通貨の記載なし"
        lines.append(Line("currency", {"constant": found[0] if found else "JPY"}, comment))
    if "ends_on" in draft.matches:
        draft.remark(
            "ends_on: the template wants the first day after the period; if the tool writes the "
            "last day, contracts end a day early",
            "ends_on: 終了日の翌日を求めます。最終日が入っている場合は1日早く終わることになります",
        )
    if holds_any(["税込"], amount.header):
        draft.remark(
            f"amount: {header} includes tax; the template wants amounts without it",
            f"amount: {header} は税込です。テンプレートは税抜の金額を求めます",
        )
    return lines


# --- Settings -----------------------------------------------------------------------------------


def _zone(draft: Draft) -> str | None:
    """Return the time zone that the headers of times name, if all of them agree."""
    headers = [
        match.seen.header
        for match in draft.matches.values()
        if match.column.data_type == "timestamp"
    ]
    zones = vocabulary().zones.items()
    named = {zone for header in headers for zone, words in zones if holds_any(words, header)}
    return named.pop() if len(named) == 1 and named != {draft.template.timezone} else None


def _null_values(draft: Draft) -> list[str]:
    """Return the words for nothing that occur in the columns of the mapping."""
    found, spoken = dict[str, None](), set[str]()
    for match in draft.matches.values():
        spoken |= match.fit.values.keys()
        is_free = is_free_text(match.column)
        found |= dict.fromkeys(
            # In free text NA may be a word, for North America or a name.
            text
            for text in match.seen.nothings
            if not is_free or not any(sign.isalpha() for sign in text)
        )
        if match.column.data_type in (*NUMBERS, *TIMES):
            found |= dict.fromkeys(match.seen.soft_nothings)
    return [word for word in found if word not in spoken]


def draft_mapping(
    candidate: Candidate, seen: list[Seen], name: str, stem: str, generic: Source
) -> Draft:
    """Say where each column of the template comes from.

    Args:
        candidate: the template, with the columns that were found for it.
        seen: all columns of the file.
        name: name of the mapping.
        stem: name of the file, without what names its form.
        generic: the templates.
    """
    template = candidate.template
    draft = Draft(template, dict(candidate.matches), name, stem, seen, dict(candidate.misfits))
    extra = list[Line]()
    if template.name == "survey_responses" and "score" in draft.matches:
        extra = _survey_lines(draft)
    if template.name == "subscriptions" and "amount" in draft.matches:
        extra = _subscription_lines(draft)
    given = {line.column: line for line in extra}
    for column in template.columns:
        if column.name in draft.matches:
            draft.lines += _matched(draft, draft.matches[column.name])
        elif column.name in given:
            draft.lines.append(given[column.name])
        elif is_needed(column):
            draft.lines.append(_missing(draft, column, generic))
    if zone := _zone(draft):
        draft.settings["timezone"] = zone
    if nothing := _null_values(draft):
        draft.settings["null_values"] = nothing
    return draft
