"""Statements as tables: what banks write is understood, and what is wrong is said with its line."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.statement.files import TODAY, thai
from thanjai.domain.refusals import Refusal
from thanjai.domain.statement import csv_file, written
from thanjai.domain.statement.csv_file import Layout, as_data, from_data

THAI = Layout(
    date=1, time=2, description=(3,), paid_out=4, paid_in=5, balance=6, references=(7, 8), skip=2, leave=1
)  # fmt: skip
ROWS = (
    "20/11/2569,,ยอดยกมา,,,\"1,000.00\",,",
    "20/11/2569,09:30,โอนเข้า,,\"1,250.50\",\"2,250.50\",KKC690000011,AAAA",
    "21/11/2569,10.15,ค่าธรรมเนียม,50.50,,\"2,200.00\",,",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_thai_banks_table_is_read_in_both_encodings(encoding: str) -> None:
    said = csv_file.read(thai(*ROWS, encoding=encoding), THAI, TODAY)
    assert (said.opening, said.closing) == (100_000, 220_000)
    first, second = said.movements
    assert (first.day, first.at, first.satang) == (date(2026, 11, 20), time(9, 30), 125_050)
    assert first.references == ("KKC690000011", "AAAA") and first.description == "โอนเข้า"
    assert (second.satang, second.at) == (-5_050, time(10, 15))


def test_newest_first_is_the_same_statement() -> None:
    assert csv_file.read(thai(*ROWS[::-1]), THAI, TODAY) == csv_file.read(thai(*ROWS), THAI, TODAY)


def test_one_column_of_amounts_with_semicolons() -> None:
    content = b"2026-11-20T08:01:02;-5.00;x\n20261121;(7);y\n"
    said = csv_file.read(content, Layout(date=1, amount=2, description=(3,), skip=0), TODAY)
    assert [(one.satang, one.at) for one in said.movements] == [(-500, time(8, 1, 2)), (-700, None)]


@pytest.mark.parametrize(
    ("row", "line", "said"),
    [
        ("x,,,,5,,,", 3, "column 1 should be a day"),
        ("23/11/2569,,,,5,,,", 3, "not after today"),
        ("20/11/2569,,,,5.005,,,", 3, "column 5 should be a sum"),
        ("20/11/2569,,,5,5,,,", 3, "one of them"),
        ("20/11/2569,,,-5,,,,", 3, "not below nothing"),
        ("20/11/2569,,,,1e9,,,", 3, "column 5 should be a sum"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(row: str, line: int, said: str) -> None:
    with pytest.raises(Refusal) as told:
        csv_file.read(thai(row), THAI, TODAY)
    assert told.value.field == "file" and told.value.message.en.startswith(f"Line {line}:")
    assert said in told.value.message.en


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x00\x00zip", "cannot be read"),
        (b"\x1f\x8b\x08\x00gzip", "cannot be read"),
        ("วันที่,1".encode("utf-16"), "cannot be read"),
        (b"20/11/2569,\xfc\xfe\n", "cannot be read"),
        (b'20/11/2569,"5\n', "cannot be read"),
        (b"x" * (csv_file.MOST_BYTES + 1), "larger than 5 MB"),
        (b"", "There is no line"),
        (b"heading\n", "There is no line"),
        (b"a,b\n20/11/2569,1000000000000000\n", "too large to be true"),
        (b"a,b\n" + b"20/11/2569,1\n" * 20_001, "more than 20,000 lines"),
        (b"a,b\n" + b"," * 200_000, "There is no line"),
    ],
)
def test_hostile_and_wrong_files_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as told:
        csv_file.read(content, Layout(date=1, amount=2), TODAY)
    assert told.value.field == "file" and said in told.value.message.en


def test_a_balance_that_does_not_follow_is_named() -> None:
    rows = [ROWS[1], "21/11/2569,,,50.50,,\"2,300.00\",,"]  # fmt: skip
    with pytest.raises(Refusal) as told:
        csv_file.read(thai(*rows), THAI, TODAY)
    assert "does not follow at line 2" in told.value.message.en


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"date": 0, "amount": 2}, "date"), ({"date": 1}, "amount"), ({"date": 1, "amount": 2, "paid_in": 3}, "amount"),
        ({"date": 1, "amount": 1}, "date"), ({"date": 1, "amount": 2, "references": (2,)}, "date"),
        ({"date": 1, "amount": 101}, "date"), ({"date": 1, "amount": 2, "skip": 101}, "skip"),
    ],
)  # fmt: skip
def test_a_layout_that_cannot_be_names_the_field(columns: dict[str, int], field: str) -> None:
    with pytest.raises(Refusal) as told:
        Layout(**columns)
    assert told.value.field == field


def test_a_layout_is_kept_as_data() -> None:
    assert from_data(as_data(THAI)) == THAI


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/11/2569", date(2026, 11, 3)), ("03-11-26", date(2026, 11, 3)), ("3 พ.ย. 69", date(2026, 11, 3)),
        ("3 พฤศจิกายน 2569", date(2026, 11, 3)), ("๓/๑๑/๒๕๖๙", date(2026, 11, 3)), ("03 Nov 2026", date(2026, 11, 3)),
        ("29/2/2567", date(2024, 2, 29)), ("29/2/2569", None), ("31/4/2569", None), ("3 Xxx 2026", None), ("", None),
    ],
)  # fmt: skip
def test_days_of_both_eras(text: str, day: date | None) -> None:
    found = written.day(text, TODAY)
    assert (found and found[0]) == day


@given(st.integers(-(10**14), 10**14))
def test_every_sum_is_read_as_it_is_written(satang: int) -> None:
    from thanjai.domain.money import baht

    assert written.satang(baht(satang)) == satang
    assert written.satang(f"({baht(abs(satang))})") == -abs(satang)


@given(st.text(max_size=40))
def test_no_text_is_taken_for_more_than_it_says(text: str) -> None:
    found = written.satang(text)
    assert found is None or isinstance(found, int)
    written.moment(text)
    day = written.day(text, TODAY)
    assert day is None or day[0].year < 10_000


@given(st.binary(max_size=300))
def test_no_bytes_are_anything_but_read_or_refused(content: bytes) -> None:
    try:
        said = csv_file.read(content, Layout(date=1, amount=2, skip=0), TODAY)
    except Refusal as refusal:
        assert refusal.message.en and refusal.message.th
    else:
        assert said.movements
