"""One file as the rows of one table: contract, content, header."""

from __future__ import annotations

from dataclasses import dataclass

from kizuna.contracts import Table
from kizuna.load import identify, report
from kizuna.load.content import Content


@dataclass(frozen=True)
class Input:
    """A table's contract with the content and header that fill it.

    A part of a report carries the row numbers of the report in its first column, and brings along
    the rows that were no records.
    """

    table: Table
    content: Content
    header: identify.Header
    part: report.Part | None = None

    @property
    def ignored(self) -> list[str]:
        """Headers that no column of the contract takes."""
        return self.header.ignored if self.part is None else self.part.ignored
