"""What officers hand in, as lines of cells: pasted text, CSV, or a sheet of Excel."""

from __future__ import annotations

from typing import Final

from thanjai.domain.case_list import MOST, Listed, cells, read
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tables import decoded, is_workbook, lines_of_sheet

MOST_BYTES: Final = 5_000_000
_COLUMNS: Final = 30


def read_list(text: str, file: bytes | None) -> Listed:
    """The numbers of a list. Raises Refusal that says what to do."""
    if file is None:
        return read(cells(text))
    if len(file) > MOST_BYTES:
        words = Text(
            th="ไฟล์ใหญ่เกิน 5 MB เก็บไว้เฉพาะคอลัมน์เลขที่คำขอ",
            en="The file is larger than 5 MB. Keep only the column of numbers.",
        )
        raise Refusal("list_unreadable", words, field="file")
    return read(lines_of_sheet(file, rows=2 * MOST, columns=_COLUMNS) if is_workbook(file) else cells(decoded(file)))
