"""Lists as files for a spreadsheet, written while they are read: their length does not matter."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from thanjai.domain.buddhist import in_bangkok
from thanjai.domain.spreadsheet import harmless, is_risky, writable

Cell = str | int | float | date | datetime | None
FORMATS: Final = ("xlsx", "csv")
_IN_MEMORY: Final = 2_000_000
"""Bytes of a file that are kept in memory while it is made; a larger one is made on disk."""
_WIDTH: Final = 22


@dataclass(frozen=True)
class Sheet:
    """A list: `name` is the file's, without its ending."""

    name: str
    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def plain_baht(satang: int) -> str:
    """With a full stop and nothing between thousands, as programs read it."""
    return f"{satang // 100}.{satang % 100:02}"


def as_file(sheet: Sheet, format: str) -> FileResponse:
    """The sheet as one of `FORMATS`."""
    return as_xlsx(sheet) if format == "xlsx" else as_csv(sheet)


def as_csv(sheet: Sheet) -> FileResponse:
    """UTF-8 with a mark at its beginning, by which spreadsheets know the letters; days as 2026-04-03."""
    kept = _kept()
    text = io.TextIOWrapper(kept, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(map(harmless, sheet.header))
    for row in sheet.rows:
        writer.writerow([_as_text(cell) for cell in row])
    text.detach()
    return _sent(kept, f"{sheet.name}.csv", "text/csv; charset=utf-8")


def as_xlsx(sheet: Sheet) -> FileResponse:
    """Days and moments as such, so that they can be sorted.

    No text is taken for a formula: one that looks like it is marked as text in the spreadsheet's own way, so that it
    stays one when somebody changes the cell.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.title[:31])
    page.freeze_panes = "A2"
    for number in range(1, len(sheet.header) + 1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTH
    page.append([_bold(page, word) for word in sheet.header])
    for row in sheet.rows:
        page.append([_as_cell(page, cell) for cell in row])
    kept = _kept()
    book.save(kept)
    return _sent(kept, f"{sheet.name}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _kept() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)


def _sent(kept: IO[bytes], name: str, content_type: str) -> FileResponse:
    kept.seek(0)
    sent = FileResponse(kept, as_attachment=True, filename=name, content_type=content_type)
    sent["Cache-Control"] = "private, no-store"
    return sent


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return in_bangkok(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return harmless(cell)
    return "" if cell is None else str(cell)


def _bold(page: Any, word: str) -> Any:
    cell = _text(page, word)
    cell.font = Font(bold=True)
    return cell


def _as_cell(page: Any, value: Cell) -> Any:
    if isinstance(value, datetime):
        return in_bangkok(value).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    return _text(page, value)


def _text(page: Any, words: str) -> Any:
    plain = writable(words)
    cell = WriteOnlyCell(page, plain)
    cell.data_type = "s"
    if is_risky(plain):
        cell.quotePrefix = True
    return cell
