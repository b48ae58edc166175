"""What officers hand in, as lines of cells: pasted text, CSV, or a sheet of Excel."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Final

from openpyxl import load_workbook

from thanjai.domain.case_list import MOST, Listed, cells, read
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST_BYTES: Final = 5_000_000
_UNPACKED: Final = 60_000_000
"""Bytes that a sheet may have when it is unpacked."""
_COLUMNS: Final = 30


def read_list(text: str, file: bytes | None) -> Listed:
    """The numbers of a list. Raises Refusal that says what to do."""
    if file is None:
        return read(cells(text))
    if len(file) > MOST_BYTES:
        raise _unreadable(
            "ไฟล์ใหญ่เกิน 5 MB เก็บไว้เฉพาะคอลัมน์เลขที่คำขอ", "The file is larger than 5 MB. Keep only the column of numbers."
        )
    return read(_sheet(file) if file.startswith(b"PK") else cells(_text(file)))


def _text(content: bytes) -> str:
    """As spreadsheets write it: UTF-8, UTF-16 with its mark, or the letters of Thai Windows."""
    names = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for name in names:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise _unreadable(
        "อ่านตัวอักษรในไฟล์ไม่ได้ บันทึกเป็น CSV UTF-8 หรือ XLSX", "Save the file as CSV UTF-8 or XLSX and choose it again."
    )


def _sheet(content: bytes) -> Iterable[list[str]]:
    """The first sheet of a workbook, line by line; never more of it than a list may have."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise _unreadable(
                    "ไฟล์ใหญ่เกินไป คัดลอกเฉพาะคอลัมน์เลขที่คำขอ", "The sheet is too large. Copy the column of numbers alone."
                )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(_rows(book.worksheets[0]))
    except Refusal:
        raise
    except Exception as fault:  # Whatever a broken or hostile file makes the reader say, it cannot be read.
        raise _unreadable(
            "เปิดไฟล์ไม่ได้ บันทึกเป็น XLSX หรือ CSV ใหม่", "The file cannot be opened. Save it as XLSX or CSV again."
        ) from fault


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True, max_row=2 * MOST, max_col=_COLUMNS):
        yield ["" if cell is None else str(cell) for cell in row]


def _unreadable(th: str, en: str) -> Refusal:
    return Refusal("list_unreadable", Text(th=th, en=en), field="file")
