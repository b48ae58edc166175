"""Workbooks that officers bring: what a small file may swell to is limited, and what is in the way is named."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from thanjai.domain.refusals import Refusal
from thanjai.kernel import tables


def workbook(cell: str, *, rows: int, columns: int) -> bytes:
    """One text that each cell refers to, as spreadsheets keep equal cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(rows):
        sheet.append([cell] * columns)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        tables.lines_of_sheet(content, rows=100, columns=60)
    assert (refusal.value.code, refusal.value.field) == ("list_unreadable", "file")
    return refusal.value.message.en


def test_a_cell_that_is_a_book_is_refused_with_its_place() -> None:
    assert tables.lines_of_sheet(workbook("x" * 10_000, rows=1, columns=1), rows=1, columns=1) == [["x" * 10_000]]
    said = refused(workbook("x" * 10_001, rows=2, columns=1))
    assert said == "A cell on line 1 has more than 10,000 signs. Shorten it, or remove the column."


def test_a_text_that_all_cells_refer_to_counts_as_often_as_it_is_shown() -> None:
    content = workbook("x" * 9_000, rows=40, columns=60)
    assert len(content) < 50_000
    assert refused(content) == "The sheet is too large. Copy only the columns that are needed."
