"""Excel workbooks (xlsx, xlsm, xlsb, xls, ods): one sheet as a CSV of its own."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from kizuna.errors import KizunaError

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Cell = int | float | str | bool | time | date | datetime | timedelta
EXACT_INTEGERS = 2**53


def _text(cell: Cell) -> str:
    """Write a cell as an export would: whole numbers without a point, times in ISO form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= EXACT_INTEGERS:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return str(cell)


def _filled_sheets(book: python_calamine.CalamineWorkbook) -> dict[str, list[list[Cell]]]:
    """Return the cells of the visible sheets that hold something."""
    found: dict[str, list[list[Cell]]] = {}
    for meta in book.sheets_metadata:
        if (
            meta.visible != python_calamine.SheetVisibleEnum.Visible
            or meta.typ != python_calamine.SheetTypeEnum.WorkSheet
        ):
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False)
        if any(cell != "" for row in rows for cell in row):
            found[meta.name] = rows
    return found


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook: xls by its magic number, xlsx as a zip that says so."""
    with path.open("rb") as file:
        magic = file.read(8)
    return magic == OLE_MAGIC or magic.startswith(b"PK\x03\x04")


def as_csv(path: Path, shown: Path, sheets: list[str], scratch: Path) -> Path:
    """Write the sheet of a workbook as CSV, rows and blank rows where they stand.

    Args:
        path: the workbook.
        shown: the file as the user knows it, for the sentence of an error.
        sheets: names of the sheet to read; without any the workbook must hold only one.
        scratch: folder for the CSV.

    Raises:
        KizunaError: no workbook, locked, no such sheet, or several sheets.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        filled = _filled_sheets(book)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise KizunaError(
            f"{shown} is no workbook that can be read ({said}): save it again, without a password, "
            "or export it as CSV."
        ) from error
    if not filled:
        raise KizunaError(f"{shown} is empty: export it again, its header must be there.")
    named = [name for name in sheets if name in filled]
    if sheets and not named and len(filled) > 1:
        raise KizunaError(
            f"{shown} has no filled sheet {' or '.join(sheets)}; it has {', '.join(filled)}."
        )
    if not named and len(filled) > 1:
        raise KizunaError(
            f"{shown} has {len(filled)} filled sheets ({', '.join(filled)}): save the one to load "
            "as a file of its own, or name it with `sheet` in a mapping."
        )
    rows = filled[(named or list(filled))[0]]
    copy = scratch / f"{len(list(scratch.iterdir()))}.csv"
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:
            cells = [_text(cell) for cell in row]
            # A row of blank cells is a blank line, as it is in a CSV of the same sheet.
            out.write("\n") if not any(cells) else writer.writerow(cells)
    return copy
