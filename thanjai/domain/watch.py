"""What is odd about looking at personal data, and whose work a case is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text

LONG_CLOSED: Final = timedelta(days=90)
"""From then on nobody works on an ended case any more, so that looking at it wants a reason."""


class Odd(StrEnum):
    """Kinds of alerts. The first four have a figure from which on they are given; the last needs none."""

    MANY = "many"
    HOURS = "hours"
    OTHERS = "others"
    SEARCH = "search"
    OWN = "own"


WORDS: Final[Mapping[Odd, Text]] = {
    Odd.MANY: Text(th="เปิดดูหลายเรื่องภายในหนึ่งชั่วโมง", en="Many different cases within an hour"),
    Odd.HOURS: Text(th="เปิดดูหลายเรื่องนอกเวลาราชการ", en="Cases opened outside office hours"),
    Odd.OTHERS: Text(th="เปิดดูหลายเรื่องที่ไม่ใช่งานของตน", en="Cases that were not their work"),
    Odd.SEARCH: Text(th="ค้นหาคำเดิมซ้ำหลายครั้ง", en="The same search again and again"),
    Odd.OWN: Text(th="เปิดดูเรื่องของตนเองในฐานะเจ้าหน้าที่", en="Their own case, opened as an officer"),
}

DEFAULTS: Final[Mapping[Odd, int]] = {Odd.MANY: 60, Odd.HOURS: 10, Odd.OTHERS: 15, Odd.SEARCH: 5, Odd.OWN: 0}
"""More than this is odd: different cases within an hour, on a day outside hours or of others; the same search in a day."""
MOST: Final = 10_000


@dataclass(frozen=True)
class Limits:
    """An agency's figures; what it has not chosen is as usual."""

    chosen: Mapping[Odd, int | None]

    def of(self, odd: Odd) -> int:
        figure = self.chosen.get(odd)
        return DEFAULTS[odd] if figure is None else figure


class Whose(StrEnum):
    """Why a case is not the work of whoever looks at it."""

    OTHERS = "others"
    LONG_CLOSED = "closed"


@dataclass(frozen=True)
class Standing:
    """What of a case says whose work it is: the roles and officers its steps wait for, and since when it has ended."""

    roles: Collection[str]
    officers: Collection[UUID]
    closed_at: datetime | None


def not_ones_work(
    case: Standing, *, person: UUID, roles: Collection[str], has_worked_on_it: bool, at: datetime
) -> Whose | None:
    """Why looking at a case wants a reason; None when it is the officer's work.

    Theirs are the cases that wait for them or one of their roles, those they have worked on, and, at the front desk,
    those that wait for their applicants. The head may do all work.
    """
    if case.closed_at is not None and case.closed_at < at - LONG_CLOSED:
        return Whose.LONG_CLOSED
    if Role.HEAD in roles or has_worked_on_it or person in case.officers or set(case.roles) & set(roles):
        return None
    if Role.FRONT_DESK in roles and case.closed_at is None and not case.roles:
        return None
    return Whose.OTHERS
