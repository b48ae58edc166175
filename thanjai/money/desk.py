"""Who may do what with money: cashiers take it and ask, the head approves; and never both in one matter."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import head_of, officer_of, officers_of
from thanjai.domain import separation
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor

Apart = Callable[[UUID, UUID], Text | None]
"""Given a subject and a person: why they do not handle its money, or None."""
_apart: list[Apart] = []


def kept_apart_by(judge: Apart) -> Apart:
    """Decorate what a context above knows of who must not handle the money of something."""
    if judge not in _apart:
        _apart.append(judge)
    return judge


def cashier_of(actor: Actor) -> Any:
    """The officer, who handles the agency's money. Raises Refusal that says who could."""
    member = officer_of(actor)
    if not {Role.CASHIER, Role.HEAD} & set(member.roles):
        cashiers = [one.person.name for one in officers_of(member.agency_id, Role.CASHIER)]
        th, en = (f" ได้แก่ {', '.join(cashiers)}", f": {', '.join(cashiers)}") if cashiers else ("", "")
        raise Refusal(
            "not_allowed",
            Text(th=f"เฉพาะเจ้าหน้าที่การเงินทำรายการนี้ได้{th}", en=f"Only cashiers may do this{en}."),
        )
    return member


def check_apart(subject: UUID, person: UUID) -> None:
    """Raises Refusal when somebody must not handle the money of this subject, as whoever decided on it."""
    for judge in _apart:
        if words := judge(subject, person):
            raise Refusal("separate_duties", words)


def approver_of(
    actor: Actor, *asked_by: UUID, asked: Duty = Duty.ASKED_MONEY, approves: Duty = Duty.APPROVES_MONEY
) -> Any:
    """The head, who may approve what these people have asked for. Raises Refusal that says who could."""
    head = head_of(actor)
    done: dict[Duty, Collection[str]] = {asked: {str(one) for one in asked_by}}
    rule = separation.broken(approves, str(head.person_id), done)
    if rule is not None:
        others = [one.person.name for one in officers_of(head.agency_id, Role.HEAD) if one.person_id != head.person_id]
        names = ", ".join(others)
        th = f" ผู้อนุมัติได้: {names}" if others else " ให้เจ้าหน้าที่การเงินคนอื่นเป็นผู้ขอ หรือมอบหมายผู้รักษาราชการแทน"
        en = f" It can be approved by {names}." if others else " Let another cashier ask, or let somebody act as head."
        raise Refusal("separate_duties", Text(th=rule.words.th + th, en=rule.words.en + en))
    return head
