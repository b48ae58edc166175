"""Tables that officers bring, as lines of cells: CSV, text, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Final

from openpyxl import load_workbook

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_UNPACKED: Final = 60_000_000
"""Bytes that a sheet may have when it is unpacked."""
_LONGEST_CELL: Final = 100_000
_LONGEST_IN_SHEET: Final = 10_000
_SIGNS: Final = 20_000_000
"""Signs of all cells of a sheet together. A workbook keeps a text once, and any number of cells refer to it: how large
the file is, packed or not, says nothing of what its cells come to."""


def is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK")


def decoded(content: bytes) -> str:
    """As spreadsheets write it: UTF-8, UTF-16 with its mark, or the letters of Thai Windows. Raises Refusal."""
    names = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for name in names:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise _unreadable(
        "อ่านตัวอักษรในไฟล์ไม่ได้ บันทึกเป็น CSV UTF-8 หรือ XLSX", "Save the file as CSV UTF-8 or XLSX and choose it again."
    )


def lines_of_sheet(content: bytes, *, rows: int, columns: int) -> list[list[str]]:
    """The first sheet of a workbook, line by line; never more of it than is asked for. Raises Refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise _too_large()
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = book.worksheets[0].iter_rows(values_only=True, max_row=rows, max_col=columns)
        return list(_within_bounds(list(map(_as_text, row)) for row in found))
    except Refusal:
        raise
    except Exception as fault:  # Whatever a broken or hostile file makes the reader say, it cannot be read.
        raise _unreadable(
            "เปิดไฟล์ไม่ได้ บันทึกเป็น XLSX หรือ CSV ใหม่", "The file cannot be opened. Save it as XLSX or CSV again."
        ) from fault


def _within_bounds(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    """The same lines. Raises Refusal at the first that is too much."""
    signs = 0
    for number, line in enumerate(lines, start=1):
        lengths = [len(cell) for cell in line]
        if max(lengths, default=0) > _LONGEST_IN_SHEET:
            raise _unreadable(
                f"บรรทัดที่ {number} มีช่องที่ยาวเกิน {_LONGEST_IN_SHEET:,} ตัวอักษร ย่อข้อความ หรือลบคอลัมน์นั้น",
                f"A cell on line {number} has more than {_LONGEST_IN_SHEET:,} signs. Shorten it, or remove the column.",
            )
        signs += sum(lengths)
        if signs > _SIGNS:
            raise _too_large()
        yield line


def lines_of_text(text: str, *, columns: int) -> Iterator[list[str]]:
    """CSV by the sign that its first line has most of: comma, semicolon or tab. Raises Refusal."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield row[:columns]
    except csv.Error as fault:
        raise _unreadable(
            "อ่านไฟล์ CSV ไม่ได้ บันทึกเป็น CSV UTF-8 หรือ XLSX ใหม่", "This is no CSV file. Save it as CSV UTF-8 or XLSX again."
        ) from fault


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _too_large() -> Refusal:
    return _unreadable(
        "ไฟล์ใหญ่เกินไป คัดลอกเฉพาะคอลัมน์ที่ต้องใช้", "The sheet is too large. Copy only the columns that are needed."
    )


def _unreadable(th: str, en: str) -> Refusal:
    return Refusal("list_unreadable", Text(th=th, en=en), field="file")
