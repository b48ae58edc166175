"""The columns of a file are found by their names, wherever they stand and in whichever language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.intake.agency_columns import COLUMNS
from thanjai.domain.intake.table import MOST, Column, folded, mapped
from thanjai.domain.refusals import Refusal

NEEDED = [column for column in COLUMNS if column.needed]
EXAMPLES = [column.example for column in COLUMNS]


def test_no_two_columns_are_called_the_same() -> None:
    names = [name for column in COLUMNS for name in column.names]
    assert len(names) == len(set(names))


@given(st.permutations(COLUMNS), st.data())
def test_columns_are_found_in_any_order_and_language(columns: list[Column], data: st.DataObject) -> None:
    names = [data.draw(st.sampled_from([one.id, one.heading.th, one.heading.en.upper(), *one.also])) for one in columns]
    table = mapped([names, [one.example for one in columns]], COLUMNS)
    assert dict(table.rows[0].cells) == {one.id: one.example for one in columns}
    assert table.ignored == ()


def test_titles_above_blank_lines_and_strange_columns_do_no_harm() -> None:
    names = [*(one.heading.th for one in COLUMNS), "ลำดับ", ""]
    table = mapped([["รายชื่อ อปท."], [], names, [], [*EXAMPLES, "1"], ["", ""]], COLUMNS)
    assert [row.line for row in table.rows] == [5]
    assert table.ignored == ("ลำดับ",)


def test_nothing_is_kept_of_columns_that_are_not_ours() -> None:
    names = ["เลขประจำตัวประชาชน", *(one.id for one in NEEDED), "เงินเดือน"]
    table = mapped([names, ["1101700230708", "A1", "อบต."]], COLUMNS)
    assert (table.headings, table.ignored) == (tuple(names[1:-1]), (names[0], names[-1]))
    assert table.rows[0].given == ("A1", "อบต.", *[""] * (len(NEEDED) - 2))


def test_the_quote_that_our_own_files_put_before_formulas_goes() -> None:
    lines = [[one.id for one in NEEDED], ["'+66", "'ก", "=1", "x"]]
    assert list(mapped(lines, COLUMNS).rows[0].given) == ["+66", "'ก", "=1", "x"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "columns_missing"),
        ([["1", "2"], ["3", "4"]], "columns_missing"),
        ([["รหัส", "ประเภท"], ["1", "2"]], "columns_missing"),
        ([[*(one.id for one in COLUMNS), "รหัส"], EXAMPLES], "column_twice"),
        ([[one.id for one in COLUMNS]], "list_empty"),
        ([[one.id for one in COLUMNS], *[["1"]] * (MOST + 1)], "list_too_long"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(lines: list[list[str]], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        mapped(lines, COLUMNS)
    assert (refusal.value.code, refusal.value.field) == (code, "file")


@given(st.text("กขคabcXYZ๑๒12 _-.()*"))
def test_names_of_columns_are_compared_without_signs_and_size(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert folded(f" {name}_") == folded(name)
