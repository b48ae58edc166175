"""What a fee that is paid late costs more: rules as data, simple interest, never more than the cap.

A rule is never made up here: it is data with its source, taken from an act or from an agency's by-law. Days are counted
as the Civil and Commercial Code counts them: the day on which the fee fell due is not one (section 193/3), a month ends
on the corresponding day (193/5), and a part of a month, where it counts by its days, is so many thirtieths (193/6).
Nothing is ever charged on what was charged before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from thanjai.domain.money import percent
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import add_months

_DAYS_IN_MONTH: Final = 30
_YEARS: Final = 30
"""For longer than this nothing more is counted; every debt of a fee is barred by then."""


class Every(StrEnum):
    """How often the rate is added."""

    ONCE = "once"
    DAY = "day"
    MONTH = "month"


class PartMonth(StrEnum):
    """What a month that has begun and not ended counts for."""

    WHOLE = "whole"
    DAYS = "days"
    NONE = "none"


class Order(StrEnum):
    """What a payment that is too little pays first."""

    SURCHARGE_FIRST = "surcharge_first"
    FEE_FIRST = "fee_first"


@dataclass(frozen=True, slots=True)
class Rule:
    """`rate` is a share of what is unpaid, for each period; `cap` the most in all, as a share of what fell due."""

    title: Text
    source: Text
    every: Every
    rate: Fraction
    part_month: PartMonth = PartMonth.WHOLE
    cap: Fraction | None = None
    order: Order = Order.SURCHARGE_FIRST

    def __post_init__(self) -> None:
        if not 0 < self.rate <= 1:
            raise _refused("rate", "อัตราต้องมากกว่า 0 และไม่เกินร้อยละ 100", "The rate is above 0 and at most 100 per cent.")
        if self.cap is not None and self.cap <= 0:
            raise _refused("cap", "เพดานต้องมากกว่า 0 หรือเว้นว่าง", "The cap is above 0, or is left blank.")


@dataclass(frozen=True, slots=True)
class Debt:
    """Something that fell due, in satang, and what was paid or waived of it on which day."""

    due: date
    satang: int
    paid: tuple[tuple[date, int], ...] = ()

    def open_after(self, day: date) -> int:
        """What is still unpaid when `day` ends."""
        return max(0, self.satang - sum(amount for at, amount in self.paid if at <= day))


PUBLIC_HEALTH: Final = Rule(
    title=Text(th="ค่าปรับเพิ่มร้อยละ 20 (กฎหมายว่าด้วยการสาธารณสุข)", en="20 per cent more (Public Health Act)"),
    source=Text(th="พ.ร.บ. การสาธารณสุข พ.ศ. 2535 มาตรา 65", en="Public Health Act B.E. 2535 section 65"),
    every=Every.ONCE,
    rate=Fraction(1, 5),
    cap=Fraction(1, 5),
)
KNOWN: Final = {"public_health": PUBLIC_HEALTH}
"""Rules whose text was read; any other is entered with its source by the agency whose by-law it is."""


def accrued(rule: Rule, debts: Sequence[Debt], on: date) -> int:
    """All that the rule has added to the debts by the end of `on`, in satang, whatever was paid of it."""
    return sum(_on_one(rule, debt, on) for debt in debts)


def _on_one(rule: Rule, debt: Debt, on: date) -> int:
    if on <= debt.due:
        return 0
    exact = _COUNTED[rule.every](rule, debt, on)
    cap = exact if rule.cap is None else min(exact, rule.cap * debt.satang)
    return percent(1, cap)


def _once(rule: Rule, debt: Debt, on: date) -> Fraction:
    return rule.rate * debt.open_after(debt.due)


def _by_days(rule: Rule, debt: Debt, on: date) -> Fraction:
    """Each day on the morning of which something was unpaid."""
    last = min(on, debt.due + timedelta(days=366 * _YEARS))
    changes = sorted({debt.due, *(day for day, _ in debt.paid if debt.due < day < last)})
    spans = zip(changes, [*changes[1:], last], strict=True)
    return sum(((until - since).days * debt.open_after(since) * rule.rate for since, until in spans), Fraction(0))


def _by_months(rule: Rule, debt: Debt, on: date) -> Fraction:
    """Each month on what was unpaid when it began."""
    added = Fraction(0)
    for number in range(12 * _YEARS):
        eve, last = add_months(debt.due, number), add_months(debt.due, number + 1)
        if on <= eve:
            break
        added += debt.open_after(eve) * rule.rate * (1 if on >= last else _part(rule, eve, on))
    return added


def _part(rule: Rule, eve: date, on: date) -> Fraction:
    if rule.part_month is PartMonth.DAYS:
        return min(Fraction(1), Fraction((on - eve).days, _DAYS_IN_MONTH))
    return Fraction(rule.part_month is PartMonth.WHOLE)


_COUNTED: Final = {Every.ONCE: _once, Every.DAY: _by_days, Every.MONTH: _by_months}


def split(amount: int, fee: int, surcharge: int, order: Order) -> tuple[int, int, int]:
    """How a payment divides: towards the fee, towards the surcharge, and what is left over."""
    if order is Order.SURCHARGE_FIRST:
        to_surcharge = min(amount, surcharge)
        to_fee = min(amount - to_surcharge, fee)
    else:
        to_fee = min(amount, fee)
        to_surcharge = min(amount - to_fee, surcharge)
    return to_fee, to_surcharge, amount - to_fee - to_surcharge


def as_data(rule: Rule) -> dict[str, Any]:
    """The rule as JSON, kept with what it was applied to."""
    return {
        "title": rule.title.model_dump(), "source": rule.source.model_dump(), "every": rule.every.value,
        "rate": str(rule.rate), "part_month": rule.part_month.value, "cap": str(rule.cap) if rule.cap else None,
        "order": rule.order.value,
    }  # fmt: skip


def from_data(data: dict[str, Any]) -> Rule:
    return Rule(
        title=Text(**data["title"]), source=Text(**data["source"]), every=Every(data["every"]),
        rate=Fraction(data["rate"]), part_month=PartMonth(data["part_month"]),
        cap=Fraction(data["cap"]) if data["cap"] else None, order=Order(data["order"]),
    )  # fmt: skip


def _refused(field: str, th: str, en: str) -> Refusal:
    return Refusal(f"surcharge_{field}", Text(th=th, en=en), field=field)
