"""Column mappings: how any CSV becomes rows of a `generic` template, without code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from kizuna.contracts import (
    Collected,
    Column,
    DateFormat,
    Encoding,
    Mode,
    Scalar,
    Source,
    Strict,
    Table,
    TimeZone,
    describe_validation,
    load_yaml,
)
from kizuna.errors import KizunaError


class MappedColumn(Strict):
    """Where one column of the template comes from."""

    from_: str | Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None, alias="from"
    )
    constant: Scalar | None = None
    hash_row: bool = False
    default: Scalar | None = None
    values: dict[str, str | None] = {}
    date_formats: list[DateFormat] = []


QuestionType = Literal["recommend", "satisfaction", "effort", "text", "choice"]
SCORED = ("recommend", "satisfaction", "effort")
RECOMMEND_SCALE = (0, 10)


class MappedQuestion(Strict):
    """One question of a form that has a column for each."""

    from_: str | Annotated[list[str], Field(min_length=1)] = Field(alias="from")
    type: QuestionType
    scale: tuple[int, int] | None = None
    touchpoint: str | None = None
    text: str | None = None
    values: dict[str, Scalar | None] = {}
    optional: bool = False
    """Files without the header are read too: the question was not asked then."""

    @property
    def headers(self) -> list[str]:
        """The headers under which the question may stand."""
        return [self.from_] if isinstance(self.from_, str) else list(self.from_)

    @model_validator(mode="after")
    def _scored_on_a_scale(self) -> Self:
        if self.type not in SCORED and self.scale is not None:
            raise ValueError(f"a question of type {self.type} has no scale")
        if self.type in ("satisfaction", "effort") and self.scale is None:
            raise ValueError(f"a question of type {self.type} needs its scale, as in [1, 5]")
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            raise ValueError("a scale begins with its lower end")
        return self

    def described(self) -> dict[str, Scalar]:
        """Return what is known of the question, for the template's column `questions`."""
        low, high = self.scale or (RECOMMEND_SCALE if self.type == "recommend" else (None, None))
        known = {
            "question_type": self.type,
            "scale_min": low,
            "scale_max": high,
            "touchpoint": self.touchpoint,
            "question_text": self.text or self.headers[0],
        }
        return {name: value for name, value in known.items() if value is not None}


class OtherQuestions(Strict):
    """Every header that nothing else reads is a question too."""

    type: Literal["text", "choice"]
    except_: list[str] = Field(default=[], alias="except")


EVERY_OTHER = "*"
"""Key of `questions` that stands for all questions without one of their own."""


class Mapping(Strict):
    """One `mappings/<name>.yml`."""

    template: str
    columns: dict[str, MappedColumn]
    questions: dict[str, MappedQuestion] = {}
    other_questions: OtherQuestions | None = None
    description_rows: int = Field(default=0, ge=0)
    description: str = ""
    source: str | None = None
    timezone: TimeZone | None = None
    encodings: list[Encoding] | None = None
    delimiter: str | None = Field(default=None, pattern=r"^[^\"\r\n]$")
    null_values: list[str] = []
    file_patterns: list[str] = []
    mode: Mode = "increment"
    sheet: str | list[str] = []

    @field_validator("columns", mode="before")
    @classmethod
    def _header_alone(cls, columns: Any) -> Any:
        """Let `amount: 金額` stand for `amount: {from: 金額}`."""
        if not isinstance(columns, dict):
            return columns
        return {
            name: {"from": rule} if isinstance(rule, str) else rule
            for name, rule in columns.items()
        }


def _with_questions(mapping: Mapping, columns: list[Column]) -> list[Column]:
    """Let `answers` collect the questions of the mapping, and `questions` describe them."""
    if not mapping.questions and mapping.other_questions is None:
        return columns
    described: dict[str, dict[str, Scalar]] = {
        key: question.described() for key, question in mapping.questions.items()
    }
    rest = mapping.other_questions
    if rest is not None:
        described[EVERY_OTHER] = {"question_type": rest.type}
    collected = [
        Collected(
            key=key,
            headers=question.headers,
            required=not question.optional,
            values={
                written: None if meant is None else str(meant)
                for written, meant in question.values.items()
            },
        )
        for key, question in mapping.questions.items()
    ]
    answers = {
        "collect": collected,
        "collect_rest": rest is not None,
        "collect_not": rest.except_ if rest else [],
    }
    told = {"constant": json.dumps(described, ensure_ascii=False)}
    changes: dict[str, dict[str, Any]] = {"answers": answers, "questions": told}
    return [column.model_copy(update=changes.get(column.name, {})) for column in columns]


def _mapped(column: Column, rule: MappedColumn | None) -> Column:
    """Return the template's column as the mapping fills it; an unmapped one stays empty."""
    if rule is None:
        return column.model_copy(update={"headers": [], "required": False})
    headers = [rule.from_] if isinstance(rule.from_, str) else list(rule.from_ or [])
    return column.model_copy(
        update={
            "headers": headers,
            "required": column.required or bool(headers),
            "nullable": column.nullable or not column.required,
            "constant": rule.constant,
            "hash_row": rule.hash_row,
            "default": column.default if rule.default is None else rule.default,
            "values": rule.values,
            "date_formats": rule.date_formats,
        }
    )


def _is_left_empty(rule: MappedColumn) -> bool:
    """Whether a rule says on purpose that nothing is known: `constant: null` for a column."""
    return "constant" in rule.model_fields_set and rule.from_ is None and not rule.hash_row


def _check(path: Path, mapping: Mapping, template: Table) -> None:
    known = {column.name for column in template.columns}
    if unknown := sorted(set(mapping.columns) - known):
        raise KizunaError(
            f"{path} maps {', '.join(unknown)}, which the template {template.name} does not have; "
            f"its columns are {', '.join(sorted(known))}."
        )
    asked = {"answers", "questions"} if mapping.questions or mapping.other_questions else set()
    if asked - known:
        raise KizunaError(
            f"{path} names questions, which the template {template.name} does not have: "
            "forms with several questions a row are rows of survey_forms."
        )
    if twice := sorted(asked & set(mapping.columns)):
        raise KizunaError(
            f"{path} maps {', '.join(twice)} beside its questions, which fill them: leave one out."
        )
    needed = {
        column.name for column in template.columns if column.required and column.default is None
    } - asked
    if missing := sorted(needed - set(mapping.columns)):
        raise KizunaError(
            f"{path} leaves out {', '.join(missing)}, which the template {template.name} requires: "
            "name a header, a constant or hash_row for it."
        )
    for name, rule in mapping.columns.items():
        ways = [rule.from_ is not None, rule.constant is not None, rule.hash_row]
        if sum(ways) != 1 and not _is_left_empty(rule):
            raise KizunaError(
                f"{path} must say for {name} exactly one of from, constant and hash_row."
            )


def read_mapping(path: Path, generic: Source) -> Table:
    """Read one mapping as the contract of the files it describes.

    Raises:
        KizunaError: the file has another form, or names what the template does not have.
    """
    try:
        mapping = Mapping.model_validate(load_yaml(path))
    except ValidationError as error:
        raise KizunaError(f"{path} is no mapping: {describe_validation(error)}.") from error
    except (yaml.YAMLError, OSError, UnicodeError) as error:
        said = " ".join(str(error).split())
        raise KizunaError(f"{path} is no mapping: {said}.") from error
    names = [table.name for table in generic.tables]
    if mapping.template not in names:
        raise KizunaError(
            f"{path} names the template {mapping.template}; there are {', '.join(names)}."
        )
    template = generic.table(mapping.template)
    _check(path, mapping, template)
    source = mapping.source or path.stem
    rules = {"source_system": MappedColumn(constant=source)} | mapping.columns
    columns = [_mapped(column, rules.get(column.name)) for column in template.columns]
    return template.model_copy(
        update={
            "mapping": path.stem,
            "also_known_as": [path.stem, source],
            "columns": _with_questions(mapping, columns),
            "timezone": mapping.timezone or template.timezone,
            "encodings": mapping.encodings or template.encodings,
            "delimiter": mapping.delimiter,
            "null_values": mapping.null_values,
            "encoding_is_given": mapping.encodings is not None,
            "file_patterns": mapping.file_patterns,
            "mode": mapping.mode,
            "description_rows": mapping.description_rows,
            "sheet": [mapping.sheet] if isinstance(mapping.sheet, str) else mapping.sheet,
        }
    )


def read_mappings(folders: list[Path], generic: Source) -> tuple[list[Table], list[KizunaError]]:
    """Read the mappings of several folders; a later folder's file replaces one of the same name.

    Returns the mappings, and the faults of those that cannot be read: one broken mapping must not
    keep other files out.
    """
    files = {
        path.stem: path
        for folder in folders
        for path in sorted(folder.glob("*"))
        if path.suffix in (".yml", ".yaml")
    }
    found, broken = [], []
    for path in files.values():
        try:
            found.append(read_mapping(path, generic))
        except KizunaError as error:
            broken.append(error)
    return found, broken
