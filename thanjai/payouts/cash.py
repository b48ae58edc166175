"""Paying out in cash: each payee signs the list, a cashier writes down who was paid, and the rest goes back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.domain import separation
from thanjai.domain.payroll import Way
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import cashier_of
from thanjai.payouts.answering import PAID, RETURNED, write
from thanjai.payouts.models import Result, Roll, RollLine
from thanjai.payouts.rolls import check_unchanged, locked

NOT_COLLECTED: Final = "not collected"
"""The code of what was not fetched: it is drawn up again with the next roll of its month."""


@transaction.atomic
def pay(*, actor: Actor, roll_id: UUID, numbers: frozenset[int]) -> Result:
    """Write down that these lines were paid and signed for; as a cashier, who has not approved the roll."""
    member = cashier_of(actor)
    if not numbers:
        words = Text(th="เลือกผู้ที่รับเงินและลงชื่อแล้ว", en="Choose who was paid and has signed.")
        raise Refusal("nobody_chosen", words, field="line")
    with acting_as(worker_at(member.agency_id)):
        roll = _open_roll(member.agency_id, roll_id)
        _not_its_approver(roll, member.person_id)
        waiting = {line.number: line for line in _unanswered(roll)}
        if missing := sorted(numbers - set(waiting)):
            listed = ", ".join(str(one) for one in missing[:5])
            raise Refusal(
                "paid_already",
                Text(th=f"ลำดับ {listed} บันทึกไว้แล้ว เปิดหน้านี้ใหม่เพื่อดูผู้ที่ยังไม่ได้รับเงิน",
                     en=f"Line {listed} is written down already: open the page anew to see who was not paid yet."),
                field="line",
            )  # fmt: skip
        return write(roll, {waiting[one]: (PAID, "") for one in sorted(numbers)}, member.person_id, actor.name)


@transaction.atomic
def give_back(*, actor: Actor, roll_id: UUID) -> Result:
    """End the paying out: what nobody has fetched goes back, and may be paid by another roll of the month."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        roll = _open_roll(member.agency_id, roll_id)
        _not_its_approver(roll, member.person_id)
        rest = {line: (RETURNED, NOT_COLLECTED) for line in _unanswered(roll)}
        return write(roll, rest, member.person_id, actor.name)


def _open_roll(agency_id: UUID, id: UUID) -> Roll:
    roll = locked(agency_id, id, "sent", way=Way.CASH)
    check_unchanged(roll)
    return roll


def _unanswered(roll: Roll) -> list[RollLine]:
    return list(RollLine.objects.filter(roll=roll, outcome="").select_related("payee__scheme").order_by("number"))


def _not_its_approver(roll: Roll, person: UUID) -> None:
    rule = separation.broken(Duty.PAYS_OUT, str(person), {Duty.APPROVES_PAYMENT: {str(roll.approved_by)}})
    if rule is not None:
        raise Refusal("separate_duties", rule.words)
