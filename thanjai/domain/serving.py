"""Serving in another's place: an officer in another's position, and one agency for another.

Both rest on a written order, have a first and a last day, and end by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

LONGEST_ACTING: Final = timedelta(days=366)
LONGEST_DELEGATION: Final = timedelta(days=3 * 366)
LONGEST_ORDER: Final = 60


class Form(StrEnum):
    """The two ways of serving in another's position."""

    IN_PLACE = "in_place"
    """รักษาราชการแทน: the position is vacant, or whoever holds it is away."""
    ON_BEHALF = "on_behalf"
    """ปฏิบัติราชการแทน: whoever holds the position has handed over a part of its powers."""


FORM_WORDS: Final[Mapping[Form, Text]] = {
    Form.IN_PLACE: Text(th="รักษาราชการแทน", en="acting in place of"),
    Form.ON_BEHALF: Text(th="ปฏิบัติราชการแทน", en="acting on behalf of"),
}


@dataclass(frozen=True)
class Acting:
    """An order by which somebody serves in another's position."""

    form: Form
    position: Text
    roles: frozenset[str]
    first: date
    last: date
    order: str
    """Its number and date in words, as papers cite it."""

    def holds_on(self, day: date) -> bool:
        return self.first <= day <= self.last


def roles_on(day: date, own: Collection[str], acting: Iterable[Acting]) -> tuple[str, ...]:
    """What somebody may do on a day: their own roles first, then those of the positions they act in."""
    acted = (role for one in acting if one.holds_on(day) for role in sorted(one.roles))
    return tuple(dict.fromkeys([*own, *acted]))


def capacity(day: date, own: Collection[str], acting: Iterable[Acting], needed: str | None) -> Acting | None:
    """The order by which somebody does what needs a role; None where they do it in their own right."""
    if needed is None or needed in own or Role.HEAD in own:
        return None
    wanted = {needed, Role.HEAD.value}
    return next((one for one in acting if one.holds_on(day) and one.roles & wanted), None)


def signs_as(position: Text, acting: Acting | None) -> Text:
    """The position as it stands under a signature."""
    if acting is None:
        return position
    words = FORM_WORDS[acting.form]
    return Text(
        th=f"{position.th} {words.th}{acting.position.th}", en=f"{position.en}, {words.en} the {acting.position.en}"
    )


def check_order(number: str, signed_on: date, first: date, last: date, today: date, longest: timedelta) -> None:
    """Raise Refusal unless a written order with these days can be entered today."""
    if not number.strip() or len(number) > LONGEST_ORDER:
        raise Refusal(
            "order_number",
            Text(th="ระบุเลขที่คำสั่ง เช่น 123/2569", en="Give the number of the order, such as 123/2569."),
            field="order_number",
        )
    if signed_on > today:
        raise Refusal(
            "order_date",
            Text(th="วันที่ของคำสั่งต้องไม่เป็นวันในอนาคต", en="The order cannot be of a day to come."),
            field="order_date.day",
        )
    if last < first:
        raise Refusal(
            "order_days",
            Text(th="วันสุดท้ายต้องไม่ก่อนวันแรก", en="The last day cannot come before the first."),
            field="last.day",
        )
    if last < today or last - first > longest:
        raise Refusal(
            "order_length",
            Text(
                th=f"วันสุดท้ายต้องเป็นวันนี้หรือหลังจากนี้ และรวมแล้วไม่เกิน {longest.days} วัน",
                en=f"The last day is today or later, and the whole at most {longest.days} days.",
            ),
            field="last.day",
        )


DELEGABLE: Final = frozenset(role.value for role in Role if role not in (Role.HEAD, Role.AUTHOR))
"""What one agency can hand to another. Its head's own powers it keeps, and what its services say."""


def check_delegation(services: Collection[str], roles: Collection[str], offered: Collection[str]) -> None:
    """Raise Refusal unless an agency that offers these services may hand this much to another."""
    if not services or not set(services) <= set(offered):
        raise Refusal(
            "delegated_services",
            Text(th="เลือกบริการของหน่วยงานท่านอย่างน้อยหนึ่งบริการ", en="Choose at least one service that your agency offers."),
            field="services",
        )
    if not roles or not set(roles) <= DELEGABLE:
        raise Refusal(
            "delegated_roles",
            Text(
                th="เลือกหน้าที่ที่มอบอย่างน้อยหนึ่งหน้าที่ อำนาจเฉพาะของหัวหน้าหน่วยงานมอบไม่ได้",
                en="Choose at least one role to hand over; what only the head may do cannot be.",
            ),
            field="roles",
        )


def delegated_roles(delegated: Collection[str], own: Collection[str]) -> tuple[str, ...]:
    """What an officer of the other agency may do there: what was handed over, as far as they do it at home."""
    everything = Role.HEAD in own
    return tuple(role.value for role in Role if role in delegated and (everything or role in own))
