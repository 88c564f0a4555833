"""Column mappings: how any CSV becomes rows of a `generic` template, without code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError, field_validator

from kizuna.contracts import (
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


class Mapping(Strict):
    """One `mappings/<name>.yml`."""

    template: str
    columns: dict[str, MappedColumn]
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
    needed = {
        column.name for column in template.columns if column.required and column.default is None
    }
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
    return template.model_copy(
        update={
            "mapping": path.stem,
            "also_known_as": [path.stem, source],
            "columns": [_mapped(column, rules.get(column.name)) for column in template.columns],
            "timezone": mapping.timezone or template.timezone,
            "encodings": mapping.encodings or template.encodings,
            "delimiter": mapping.delimiter,
            "null_values": mapping.null_values,
            "encoding_is_given": mapping.encodings is not None,
            "file_patterns": mapping.file_patterns,
            "mode": mapping.mode,
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
