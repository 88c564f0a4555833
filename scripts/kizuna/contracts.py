"""Contracts of the raw tables, read from the same `_<source>__sources.yml` that dbt reads.

A contract says which columns a raw table has, how a file's headers name them, and how values are
written. A column mapping turns any other CSV into rows of a `generic` template; it becomes a
contract of the same form (see `kizuna.mappings`), so that the loader knows only one.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator

from kizuna.errors import KizunaError

DataType = Literal[
    "string", "bigint", "double", "decimal(18,2)", "decimal(18,4)", "boolean", "date", "timestamp"
]
Epoch = Literal["seconds", "milliseconds", "microseconds"]
Mode = Literal["increment", "snapshot"]
Scalar = str | int | float | bool
DIRECTIVES = {*"YymbBdjHIMSfpzZaA%", "-m", "-d", "-H", "-I", "-M", "-S", "-y"}


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name} is no time zone of the IANA list") from error
    return name


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
    except LookupError as error:
        raise ValueError(f"{name} is no text encoding that Python knows") from error
    return codecs.lookup(name).name


def _whole_date_format(form: str) -> str:
    directives = set(re.findall(r"%(-?.)", form))
    if unknown := directives - DIRECTIVES:
        raise ValueError(f"{form} has the unknown part %{sorted(unknown)[0]}")
    folded = {directive.lstrip("-") for directive in directives}
    if not (folded & set("Yy") and folded & set("mbB") and "d" in folded):
        raise ValueError(f"{form} does not name year, month and day")
    return form


TimeZone = Annotated[str, AfterValidator(_known_zone)]
Encoding = Annotated[str, AfterValidator(_known_encoding)]
DateFormat = Annotated[str, AfterValidator(_whole_date_format)]

LINEAGE_COLUMNS = {
    "_load_id": "varchar",
    "_loaded_at": "timestamp",
    "_file": "varchar",
    "_row": "bigint",
    "_available_at": "timestamp",
}


class Strict(BaseModel):
    """Base of everything that a person writes: an unknown key is a typo, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Section(Strict):
    """A table inside a report: the titles that stand above it, and the value it stands for."""

    titles: list[str]
    value: str | None = None
    layout: Literal["table", "labels"] = "table"
    """A table under a header, or one record with a label and a value on each row."""
    extra_cells: Literal["refuse", "ignore"] = "refuse"
    """What to do with filled cells beyond the header."""
    short_rows: Literal["refuse", "fill"] = "refuse"
    """What to do with rows that end early: some tools leave out empty cells at the end."""


class Inheritance(Strict):
    """Columns that rows of one section take from the first row of another table of the report."""

    table: str
    columns: dict[str, str]


class Report(Strict):
    """A file of several tables one below the other, known by the title in its first cell."""

    description: str = ""
    titles: list[str]
    file_patterns: list[str] = []
    delimiter: str = ","


class Collected(Strict):
    """One of the cells that a column collects into a JSON object, under its own key."""

    key: str
    headers: list[str]
    required: bool = True
    values: dict[str, str | None] = {}


class Column(Strict):
    """One column of a raw table: its type, and how a file brings it."""

    name: str
    data_type: DataType
    description: str = ""
    required: bool = False
    nullable: bool = False
    headers: list[str] = []
    allowed: list[str] = []
    default: Scalar | None = None
    constant: Scalar | None = None
    values: dict[str, str | None] = {}
    date_formats: list[DateFormat] = []
    day_or_month_first: bool = False
    """The formats are written month first, and files may also put the day first."""
    epoch: Epoch | None = None
    """A whole number is a time in this unit since 1970."""
    first_of_doubled: bool = False
    """Of several headers of this name the first counts; otherwise such a file is refused."""
    hash_row: bool = False
    collect: list[Collected] = []
    """The value is a JSON object of these cells; a key that the file lacks is not in it."""
    collect_rest: bool = False
    """All cells that nothing else takes are collected too, under their headers."""
    collect_not: list[str] = []
    """Headers that `collect_rest` leaves alone."""

    @property
    def collects(self) -> bool:
        """Whether the value is made of several cells."""
        return bool(self.collect) or self.collect_rest

    @property
    def needs_header(self) -> bool:
        """Whether a file without this column is refused."""
        return self.required and bool(self.headers)

    @property
    def needs_value(self) -> bool:
        """Whether a row without a value in this column is rejected."""
        return self.required and not self.nullable


class Table(Strict):
    """Contract of one raw table, and of the files that fill it."""

    source: str
    schema_name: str
    name: str
    description: str = ""
    columns: list[Column]
    key: list[str]
    timezone: TimeZone
    encodings: list[Encoding]
    encoding_is_given: bool = False
    """The user named the encoding for these files, so that it need only fit."""
    sheet: list[str] = []
    """Names of the sheet of a workbook."""
    mode: Mode = "increment"
    """A snapshot is a full dump: what it no longer holds is gone. An increment closes nothing."""
    occurred_at: list[str] = []
    file_patterns: list[str] = []
    null_values: list[str] = []
    delimiter: str | None = None
    description_row: bool = False
    """The first row may describe the columns instead of holding values."""
    description_rows: int = 0
    """So many rows below the header describe the columns, whatever stands in them."""
    report: str | None = None
    sections: list[Section] = []
    section_column: str | None = None
    inherit: Inheritance | None = None
    mapping: str | None = None
    also_known_as: list[str] = []

    @field_validator("occurred_at", "sheet", mode="before")
    @classmethod
    def _one_or_more(cls, value: str | list[str]) -> list[str]:
        return [value] if isinstance(value, str) else value

    @property
    def label(self) -> str:
        """Name shown to people: `source.table`, or the mapping with the table that it fills."""
        table = f"{self.source}.{self.name}"
        return f"mapping {self.mapping} ({table})" if self.mapping else table

    @property
    def relation(self) -> str:
        """Schema-qualified name of the raw table."""
        return f"{self.schema_name}.{self.name}"

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


class Source(Strict):
    """All contracts of one source."""

    name: str
    schema_name: str
    description: str
    tables: list[Table]
    reports: dict[str, Report] = {}
    warn_after: timedelta | None = None
    """How old the last load may be before dbt's source freshness warns."""

    def table(self, name: str) -> Table:
        """Return the table of that name."""
        return next(table for table in self.tables if table.name == name)


LOOK_ALIKES = str.maketrans("〜−", "~-")
"""Wave dash and minus sign: CP932 and Unicode do not agree on which of two characters is meant."""


@lru_cache(maxsize=1 << 16)
def normalise_header(text: str) -> str:
    """Fold what people and tools vary in a header: width, case, spaces, underscores.

    >>> normalise_header(" Leave_Time ") == normalise_header("LeaveTime")
    True
    """
    folded = unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES)
    return re.sub(r"[\s_\ufeff]+", "", folded).casefold()


def _column(raw: dict[str, Any]) -> Column:
    meta = dict(raw.get("config", {}).get("meta", {}))
    aliases = meta.pop("aliases", [])
    return Column(
        name=raw["name"],
        data_type=raw["data_type"],
        description=" ".join(raw.get("description", "").split()),
        headers=[raw["name"], *aliases],
        **meta,
    )


def _table(source: dict[str, Any], raw: dict[str, Any]) -> Table:
    source_meta = {k: v for k, v in source["config"]["meta"].items() if k != "reports"}
    return Table(
        source=source["name"],
        schema_name=source["schema"],
        name=raw["name"],
        description=" ".join(raw.get("description", "").split()),
        columns=[_column(column) for column in raw["columns"]],
        **(source_meta | raw.get("config", {}).get("meta", {})),
    )


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A key that stands twice is a mistake: YAML readers would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping whose keys differ."""
        seen = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} stands twice", key_node.start_mark
                )
            seen.add(key)
        built: dict[Any, Any] = super().construct_mapping(node, deep)
        return built


def load_yaml(path: Path) -> Any:
    """Read a YAML file in which no key stands twice."""
    return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)  # noqa: S506 - a SafeLoader


def _warn_after(freshness: dict[str, Any] | None) -> timedelta | None:
    """Read dbt's freshness: so many minutes, hours or days."""
    if not freshness or "warn_after" not in freshness:
        return None
    limit = freshness["warn_after"]
    return timedelta(**{f"{limit['period']}s": limit["count"]})


def read_source(path: Path) -> Source:
    """Read one `_<source>__sources.yml`.

    Raises:
        KizunaError: the file is not a contract; the sentence names the place in it.
    """
    try:
        raw = load_yaml(path)["sources"][0]
        return Source(
            name=raw["name"],
            schema_name=raw["schema"],
            description=" ".join(raw["description"].split()),
            tables=[_table(raw, table) for table in raw["tables"]],
            reports=raw["config"]["meta"].get("reports", {}),
            warn_after=_warn_after(raw["config"].get("freshness")),
        )
    except ValidationError as error:
        raise KizunaError(f"{path} is no contract: {describe_validation(error)}.") from error
    except (yaml.YAMLError, KeyError, TypeError, OSError) as error:
        raise KizunaError(f"{path} is no contract: {type(error).__name__} {error}.") from error


def describe_validation(error: ValidationError) -> str:
    """Say in half a sentence where a YAML file breaks its form, and how."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the file"
    return f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def read_sources(staging: Path) -> dict[str, Source]:
    """Read every contract below the staging folder, by source name."""
    sources = [read_source(path) for path in sorted(staging.glob("*/_*__sources.yml"))]
    return {source.name: source for source in sources}
