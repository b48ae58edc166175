"""A statement as a table: CSV as banks' web pages give it, read by a layout that is set once for an account."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.statement import written
from thanjai.domain.statement.model import MOST_MOVEMENTS, Movement, Statement, file_refused, in_order, shortened
from thanjai.domain.text import Text

MOST_BYTES: Final = 5_000_000
MOST_COLUMNS: Final = 100
_ENCODINGS: Final = ("utf-8-sig", "cp874")
"""UTF-8, and windows-874 of older Thai programs, in which nearly everything is a text: UTF-8 is tried first."""
_SEPARATORS: Final = ",;\t|"
SINGLE: Final = ("date", "time", "amount", "paid_in", "paid_out", "bank_reference", "balance")
SEVERAL: Final = ("references", "description")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what, counted from 1; 0 for what the file does not have. Raises Refusal that names the field.

    Either `amount`, signed, or `paid_in` and `paid_out`. `skip` lines before the first, `leave` after the last.
    """

    date: int
    time: int = 0
    amount: int = 0
    paid_in: int = 0
    paid_out: int = 0
    references: tuple[int, ...] = ()
    description: tuple[int, ...] = ()
    bank_reference: int = 0
    balance: int = 0
    skip: int = 1
    leave: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.date <= MOST_COLUMNS:
            raise _layout("date", "ระบุคอลัมน์วันที่", "Say which column holds the date.")
        if bool(self.amount) == bool(self.paid_in):
            raise _layout(
                "amount",
                "ระบุคอลัมน์จำนวนเงินคอลัมน์เดียว หรือคอลัมน์เงินเข้าและเงินออก อย่างใดอย่างหนึ่ง",
                "Give either one column of amounts, or those of money in and money out.",
            )
        used = [column for column in (*(getattr(self, name) for name in SINGLE), *self.references) if column]
        if len(set(used)) < len(used):
            raise _layout(
                "date", "คอลัมน์หนึ่งใช้ได้เรื่องเดียว ตรวจหมายเลขที่ซ้ำ", "A column holds one thing: look at the numbers."
            )
        if any(not 0 < column <= MOST_COLUMNS for column in (*used, *self.description)):
            raise _layout(
                "date", f"หมายเลขคอลัมน์คือ 1 ถึง {MOST_COLUMNS}", f"Columns are numbered from 1 to {MOST_COLUMNS}."
            )
        if not 0 <= self.skip <= 100 or not 0 <= self.leave <= 100:
            raise _layout("skip", "เว้นได้ไม่เกิน 100 บรรทัด", "At most 100 lines can be left out.")


def _layout(field: str, th: str, en: str) -> Refusal:
    return Refusal("statement_layout", Text(th=th, en=en), field=field)


def as_data(layout: Layout) -> dict[str, Any]:
    several = {name: list(getattr(layout, name)) for name in SEVERAL}
    return {name: getattr(layout, name) for name in (*SINGLE, "skip", "leave")} | several


def from_data(data: Mapping[str, Any]) -> Layout:
    several = {name: tuple(data[name]) for name in SEVERAL}
    return Layout(**{**data, **several})


def rows_of(content: bytes) -> list[list[str]]:
    """The table, whatever separates its columns. Raises Refusal for what is no text, or no table."""
    text = _text(content)
    first = text.split("\n", 40)[:40]
    separator = max(_SEPARATORS, key=lambda one: sum(line.count(one) for line in first))
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row[: MOST_COLUMNS + 1])
            if len(rows) > MOST_MOVEMENTS + 200:
                break
    except csv.Error:
        raise _unreadable() from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise file_refused(
            f"ไฟล์ใหญ่เกิน {MOST_BYTES // 1_000_000} MB ขอรายการเป็นช่วงที่สั้นลง",
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Ask the bank for a shorter time.",
        )
    if b"\0" not in content:
        for encoding in _ENCODINGS:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise _unreadable()


def _unreadable() -> Refusal:
    return file_refused(
        "อ่านไฟล์นี้ไม่ได้ บันทึกเป็น CSV (UTF-8 หรือ windows-874) หรือใช้ไฟล์ CAMT.053 ของธนาคาร",
        "This file cannot be read. Save it as CSV (UTF-8 or windows-874), or take the bank's CAMT.053.",
    )


def read(content: bytes, layout: Layout, today: date) -> Statement:
    """The statement in a file. Raises Refusal that names the line at fault."""
    rows = rows_of(content)
    until = len(rows) - layout.leave
    found = []
    for number, row in enumerate(rows[layout.skip : until], layout.skip + 1):
        one = _movement(row, layout, today, number)
        if one is not None:
            found.append(one)
    return in_order(found)


def _movement(row: Sequence[str], layout: Layout, today: date, number: int) -> Movement | None:
    """The movement in a row; None for a row on which nothing moved, such as a balance brought forward."""
    satang = _moved(row, layout, number)
    if not satang:
        return None
    day, at = _when(row, layout, today, number)
    balance = _sum(row, layout.balance, number) if layout.balance and _cell(row, layout.balance) else None
    described = (_cell(row, column) for column in layout.description)
    return Movement(
        day=day, satang=satang, at=at, balance=balance,
        references=tuple(text for column in layout.references if (text := shortened(_cell(row, column)))),
        description=shortened(" ".join(described)), bank_reference=shortened(_cell(row, layout.bank_reference)),
    )  # fmt: skip


def _moved(row: Sequence[str], layout: Layout, number: int) -> int:
    if layout.amount:
        return _sum(row, layout.amount, number)
    paid_in, paid_out = (_sum(row, column, number) for column in (layout.paid_in, layout.paid_out))
    if paid_in < 0 or paid_out < 0 or (paid_in and paid_out):
        raise file_refused(
            f"บรรทัดที่ {number}: เงินเข้าและเงินออกต้องเป็นจำนวนบวก และมีเพียงอย่างเดียว ตรวจว่าแต่ละคอลัมน์ตั้งไว้ถูก",
            f"Line {number}: money in or money out, one of them, and not below nothing. Look at which column holds what.",
        )
    return paid_in - paid_out


def _when(row: Sequence[str], layout: Layout, today: date, number: int) -> tuple[date, time | None]:
    found = written.day(_cell(row, layout.date), today)
    if found is None or found[0] > today:
        raise file_refused(
            f"บรรทัดที่ {number}: คอลัมน์ที่ {layout.date} ต้องเป็นวันที่ไม่เกินวันนี้ ตรวจคอลัมน์วันที่ และจำนวนบรรทัดที่เว้น",
            f"Line {number}: column {layout.date} should be a day, not after today. Look at the column of the date, and"
            " at how many lines are left out.",
        )
    day, rest = found
    return day, written.moment(_cell(row, layout.time) if layout.time else rest)


def _sum(row: Sequence[str], column: int, number: int) -> int:
    satang = written.satang(_cell(row, column))
    if satang is None:
        raise file_refused(
            f"บรรทัดที่ {number}: คอลัมน์ที่ {column} ต้องเป็นจำนวนเงิน เช่น 1,250.50",
            f"Line {number}: column {column} should be a sum, such as 1,250.50.",
        )
    return satang


def _cell(row: Sequence[str], column: int) -> str:
    return row[column - 1].strip() if 0 < column <= len(row) else ""
