"""A statement of a bank account as a value: its movements, whether they add up, and by what each is known again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final
from uuid import UUID

from thanjai.domain.money import baht
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST_SATANG: Final = 10**14
"""A million million baht. No movement and no balance of a public agency's account comes near."""
MOST_MOVEMENTS: Final = 20_000
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Movement:
    """One line. `satang` is above nothing for money that came in, below for money that went out."""

    day: date
    satang: int
    references: tuple[str, ...] = ()
    description: str = ""
    bank_reference: str = ""
    """The bank's own mark of this line, where its files have one"""
    at: time | None = None
    balance: int | None = None
    """What stood on the account after it, where the file says so"""


@dataclass(frozen=True, slots=True)
class Statement:
    """Movements in the order in which they happened. `opening` and `closing` are None where the file does not say.

    Raises Refusal unless it adds up.
    """

    movements: tuple[Movement, ...]
    opening: int | None = None
    closing: int | None = None
    account: str = ""
    """The account's number as the file has it; empty where it has none"""

    def __post_init__(self) -> None:
        if not self.movements and self.opening is None:
            raise file_refused(
                "ไฟล์นี้ไม่มีรายการ ตรวจว่าเลือกไฟล์ถูก", "There is no line in this file. Look whether it is the right one."
            )
        if len(self.movements) > MOST_MOVEMENTS:
            raise file_refused(
                f"ไฟล์มีเกิน {MOST_MOVEMENTS:,} รายการ ขอรายการจากธนาคารเป็นช่วงที่สั้นลง",
                f"There are more than {MOST_MOVEMENTS:,} lines. Ask the bank for a shorter time.",
            )
        sums = [one.satang for one in self.movements] + [one.balance or 0 for one in self.movements]
        if any(abs(satang) > MOST_SATANG for satang in (*sums, self.opening or 0, self.closing or 0)):
            raise file_refused(
                "ไฟล์มีจำนวนเงินมากเกินจริง ตรวจว่าแต่ละคอลัมน์ตั้งไว้ถูก",
                "A sum is too large to be true. Look at which column holds what.",
            )
        if self.opening is not None and self.closing is not None:
            _check_sum(self.opening, sum(one.satang for one in self.movements), self.closing)

    @property
    def first(self) -> date | None:
        return min((one.day for one in self.movements), default=None)

    @property
    def last(self) -> date | None:
        return max((one.day for one in self.movements), default=None)


def _check_sum(opening: int, moved: int, closing: int) -> None:
    if opening + moved != closing:
        raise file_refused(
            f"ยอดไม่ลงตัว: ยกมา {baht(opening)} รวมเคลื่อนไหว {baht(moved)} แต่คงเหลือ {baht(closing)} ขอไฟล์ใหม่จากธนาคาร",
            f"It does not add up: opening {baht(opening)}, moved {baht(moved)}, yet closing {baht(closing)}."
            " Ask the bank for a new file.",
        )


def file_refused(th: str, en: str) -> Refusal:
    """Why a file is not taken, and what to do."""
    return Refusal("statement_file", Text(th=th, en=en), field="file")


def in_order(movements: Sequence[Movement]) -> Statement:
    """The statement of lines that each say what stood on the account after them, oldest or newest first.

    Where they do not say so, they are taken as they come. Raises Refusal when the balances do not follow each other.
    """
    if not movements or any(one.balance is None for one in movements):
        newest_first = len(movements) > 1 and movements[0].day > movements[-1].day
        return Statement(tuple(reversed(movements) if newest_first else movements))
    broken = _breaks(movements)
    if broken is not None and _breaks(movements[::-1]) is None:
        movements, broken = movements[::-1], None
    if broken is not None:
        raise file_refused(
            f"ยอดคงเหลือไม่ต่อเนื่องที่รายการที่ {broken + 1} ขอไฟล์ใหม่จากธนาคาร หรือตรวจว่าแต่ละคอลัมน์ตั้งไว้ถูก",
            f"The balance does not follow at line {broken + 1}. Ask the bank for a new file, or look at which column"
            " holds what.",
        )
    first, last = movements[0], movements[-1]
    assert first.balance is not None
    return Statement(tuple(movements), first.balance - first.satang, last.balance)


def _breaks(movements: Sequence[Movement]) -> int | None:
    """The first line whose balance is not the one before it with its sum."""
    for n in range(1, len(movements)):
        before, here = movements[n - 1].balance, movements[n].balance
        assert before is not None
        if before + movements[n].satang != here:
            return n
    return None


def keys(movements: Iterable[Movement]) -> tuple[str, ...]:
    """By what each line is known when it comes again: the bank's mark with its day and sum; else all that it says, and
    which of such lines of one day it is. What comes again in another file has the same key there."""
    seen: Counter[str] = Counter()
    found = []
    for one in movements:
        digest = _digest(one)
        if not one.bank_reference:
            seen[digest] += 1
            digest = _of(digest, seen[digest])
        found.append(digest)
    return tuple(found)


def _digest(one: Movement) -> str:
    if one.bank_reference:
        return _of("bank", one.bank_reference, one.day.isoformat(), one.satang)
    at = one.at.isoformat() if one.at else ""
    return _of("line", one.day.isoformat(), at, one.satang, *one.references, one.description, one.balance)


def _of(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """A statement that was brought in: the days of its first and last line, and its balances where they are known."""

    id: UUID
    first: date
    last: date
    opening: int | None = None
    closing: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two statements of an account: days of which no line came, or a balance that is not where it was left."""

    until: date
    since: date
    missing: int | None
    """Satang that moved in between, as far as the balances tell"""


def gaps(spans: Iterable[Span]) -> dict[UUID, Gap]:
    """What is missing before each of an account's statements, in whatever order they were brought in.

    Where both sides say their balances these decide, for banks leave out days on which nothing moved.
    """
    found: dict[UUID, Gap] = {}
    before: Span | None = None
    for span in sorted(spans, key=lambda one: (one.first, one.last, one.id)):
        if before is not None and span.first > before.last and (gap := _between(before, span)):
            found[span.id] = gap
        if before is None or span.last >= before.last:
            before = span
    return found


def _between(before: Span, after: Span) -> Gap | None:
    if before.closing is not None and after.opening is not None:
        missing = after.opening - before.closing
        return Gap(before.last, after.first, missing) if missing else None
    return Gap(before.last, after.first, None) if (after.first - before.last).days > 1 else None


def shortened(text: str) -> str:
    """A text of the file on one line, at most as long as it is kept."""
    return " ".join(text.split())[:_LONGEST]
