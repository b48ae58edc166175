"""A fee paid in parts: which part falls due when, and how the plan stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import add_months

MOST: Final = 36


@dataclass(frozen=True, slots=True)
class Part:
    """`satang` of the fee fall due on `due`."""

    due: date
    satang: int


class Standing(StrEnum):
    PAID = "paid"
    PARTLY = "partly"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class State:
    """A part, what was paid of it, and how that stands."""

    part: Part
    paid: int
    standing: Standing


def plan(total: int, parts: Sequence[Part], today: date) -> tuple[Part, ...]:
    """The plan, when it is one: the parts make up the whole, in the order of their days. Raises Refusal."""
    if not 2 <= len(parts) <= MOST:
        raise _refused("parts", f"แบ่งได้ 2 ถึง {MOST} งวด", f"There are 2 to {MOST} parts.")
    if any(part.satang <= 0 for part in parts):
        raise _refused("amount", "ทุกงวดต้องมากกว่าศูนย์", "Each part is more than nothing.")
    if parts[0].due < today:
        raise _refused("first", "งวดแรกต้องไม่ก่อนวันนี้", "The first part falls due today or later.")
    if any(later.due <= earlier.due for earlier, later in pairwise(parts)):
        raise _refused("days", "วันครบกำหนดต้องเรียงจากก่อนไปหลัง", "Each part falls due after the one before.")
    if sum(part.satang for part in parts) != total:
        raise _refused("amount", "ทุกงวดรวมกันต้องเท่ากับยอดที่ค้าง", "The parts must add up to what is owed.")
    return tuple(parts)


def even(total: int, count: int, first: date) -> tuple[Part, ...]:
    """So many parts, a month apart, of whole baht as far as it goes; the last one has the rest. Raises Refusal."""
    if not 2 <= count <= MOST:
        raise _refused("parts", f"แบ่งได้ 2 ถึง {MOST} งวด", f"There are 2 to {MOST} parts.")
    each = total // count // 100 * 100 or total // count
    amounts = [each] * (count - 1) + [total - each * (count - 1)]
    return tuple(Part(add_months(first, number), amount) for number, amount in enumerate(amounts))


def standing(parts: Sequence[Part], paid: int, on: date) -> list[State]:
    """How each part stands when `paid` satang of the fee were paid: the oldest part is paid first."""
    states = []
    for part in parts:
        covered = min(part.satang, paid)
        paid -= covered
        states.append(State(part, covered, _standing(part, covered, on)))
    return states


def _standing(part: Part, covered: int, on: date) -> Standing:
    if covered == part.satang:
        return Standing.PAID
    if part.due < on:
        return Standing.OVERDUE
    return Standing.PARTLY if covered else Standing.OPEN


def _refused(field: str, th: str, en: str) -> Refusal:
    return Refusal(f"instalments_{field}", Text(th=th, en=en), field=field)
