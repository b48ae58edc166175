"""Which lines of a bank's statement are payments that are in the books already, as the bank told of them when they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came in by the statement. `marks` are what in it could name a payment, see `domain.naming`."""

    id: UUID
    day: date
    satang: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Payment:
    """One that is in the books. `name` is the bank's own for it, `reference` the invoice's first."""

    id: UUID
    day: date
    satang: int
    name: str
    reference: str


def recognised(lines: Iterable[Line], payments: Iterable[Payment]) -> dict[UUID, UUID]:
    """The payment of each line that is one: of the same sum, named by it, and booked by the bank that day or the next.

    The surest come first: by the bank's own name, then by the invoice's, of the same day before the next. No payment is
    that of two lines. In whatever order they are given, the same are found.
    """
    found: dict[UUID, UUID] = {}
    taken: set[UUID] = set()
    pairs = sorted(
        (not by_name, later, line.day, line.id, payment.id)
        for line, payment, by_name, later in _alike(list(lines), list(payments))
    )
    for *_, line_id, payment_id in pairs:
        if line_id not in found and payment_id not in taken:
            found[line_id] = payment_id
            taken.add(payment_id)
    return found


def _alike(lines: list[Line], payments: list[Payment]) -> Iterable[tuple[Line, Payment, bool, int]]:
    by_mark: dict[tuple[str, int], list[Payment]] = {}
    for payment in payments:
        for mark in {payment.name.upper(), payment.reference.upper()} - {""}:
            by_mark.setdefault((mark, payment.satang), []).append(payment)
    for line in lines:
        for mark in line.marks:
            for payment in by_mark.get((mark, line.satang), ()):
                later = (line.day - payment.day).days
                if later in (0, 1):
                    yield line, payment, mark == payment.name.upper(), later
