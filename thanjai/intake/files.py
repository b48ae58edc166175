"""What is brought as a file, as lines of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from thanjai.domain.intake.table import MOST, Column, Table, mapped
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tables import decoded, is_workbook, lines_of_sheet, lines_of_text

MOST_BYTES: Final = 10_000_000
_COLUMNS: Final = 60


def read_file(content: bytes | None, columns: Sequence[Column]) -> Table:
    """The table of a file, CSV or XLSX. Raises Refusal that says what to do."""
    if not content:
        raise Refusal("no_file", _NO_FILE, field="file")
    if len(content) > MOST_BYTES:
        raise Refusal("file_too_large", _TOO_LARGE, field="file")
    return mapped(_lines(content), columns)


def _lines(content: bytes) -> Iterable[list[str]]:
    if is_workbook(content):
        return lines_of_sheet(content, rows=2 * MOST, columns=_COLUMNS)
    return lines_of_text(decoded(content), columns=_COLUMNS)


_NO_FILE: Final = Text(th="เลือกไฟล์ CSV หรือ XLSX", en="Choose a CSV or XLSX file.")
_TOO_LARGE: Final = Text(th="ไฟล์ใหญ่เกิน 10 MB แบ่งเป็นหลายไฟล์", en="The file is larger than 10 MB. Split it into several.")
