"""Lists of case numbers, as spreadsheets and people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.case_list import MISTYPED, MOST, NO_NUMBER, Entry, cells, read
from thanjai.domain.numbering import case_number
from thanjai.domain.refusals import Refusal

ONE, TWO, THREE = (case_number(2569, "KKC", serial) for serial in (1, 2, 3))


def test_numbers_are_found_with_their_lines_among_other_columns() -> None:
    listed = read(cells(f"เลขที่คำขอ,ชื่อ\n{ONE},สมศรี ใจดี\n\n2;{TWO.lower()}\n'{THREE.replace('-', '')}'\t0812345678"))
    assert listed.entries == (Entry(2, ONE), Entry(4, TWO), Entry(5, THREE)) and listed.faults == ()


def test_what_does_not_count_is_named_by_its_line_and_keeps_nothing_else() -> None:
    last = "A" if ONE[-1] != "A" else "B"
    listed = read(cells(f"{ONE}\nสมชาย ไม่มีเลข\n{ONE}\n{ONE[:-1]}{last}\n{TWO}"))
    assert [entry.number for entry in listed.entries] == [ONE, TWO]
    assert [(fault.line, fault.number) for fault in listed.faults] == [(2, ""), (3, ONE), (4, "")]
    assert listed.faults[0].words == NO_NUMBER and "line 1" in listed.faults[1].words.en
    assert listed.faults[2].words == MISTYPED


@pytest.mark.parametrize("text", ["", " \n\t\n", "เลขที่คำขอ", "no numbers\nhere"])
def test_a_list_without_a_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(cells(text))
    assert (refused.value.code, refused.value.field) == ("list_empty", "numbers")


def test_a_list_may_have_twenty_thousand_numbers_and_no_more() -> None:
    lines = [[case_number(2569, "KKC", serial)] for serial in range(1, MOST + 2)]
    assert len(read(lines[:-1]).entries) == MOST
    with pytest.raises(Refusal, match="at most"):
        read(lines)


@given(st.lists(st.one_of(st.integers(1, 40), st.sampled_from(["", "x", "ไม่มี"])), max_size=60))
def test_every_line_is_an_entry_a_fault_the_heading_or_blank(lines: list[int | str]) -> None:
    text = [case_number(2569, "KKC", one) if isinstance(one, int) else one for one in lines]
    serials = [one for one in lines if isinstance(one, int)]
    if not serials:
        return
    listed = read([[line] for line in text])
    said = [line for line in text if line]
    has_heading = said[0] in ("x", "ไม่มี")
    assert len(listed.entries) == len(set(serials))
    assert len(listed.entries) + len(listed.faults) == len(said) - has_heading
    assert all(text[entry.line - 1] == entry.number for entry in listed.entries)
