"""Refunds that are paid with the bank's file: a roll of those that wait, each paid once, however often it is drawn up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import head_of
from thanjai.domain.bank_accounts import Account
from thanjai.domain.payroll import Month, Way, Why
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.secrets import keyed, seal, unseal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import by_roll
from thanjai.money.by_roll import Refund
from thanjai.money.desk import approver_of, cashier_of
from thanjai.payouts.drawing import check_days, check_number, line_of, new_roll, refuse_open, shared_among
from thanjai.payouts.due import came_back
from thanjai.payouts.models import OPEN_STATES, REFUNDS, Payee, Roll, RollLine, Scheme
from thanjai.payouts.register import account_key
from thanjai.payouts.rolls import digest_of

_TITLE: Final = Text(th="คืนเงิน", en="Refunds")
_SOURCE: Final = Text(th="ตามคำสั่งคืนเงินแต่ละรายการ", en="As each refund's own approval says")
_LAST_DAY: Final = 31


def account_of(agency_id: UUID) -> Scheme | None:
    """From which account refunds are paid; None until the head has set one."""
    return Scheme.objects.filter(agency_id=agency_id, purpose=REFUNDS).first()


@transaction.atomic
def set_account(*, actor: Actor, account: Account) -> Scheme:
    """Set from which account refunds are paid, for rolls drawn up from now on; as the head."""
    head = head_of(actor)
    checked = account.checked()
    facts: dict[str, Any] = {
        "bank": checked.bank, "account": seal(checked.number), "account_name": checked.name,
        "title": _TITLE.model_dump(), "source": _SOURCE.model_dump(), "pay_by_day": _LAST_DAY, "posting_days": 0,
        "set_by": head.person_id, "set_by_name": actor.name, "set_at": now(),
    }  # fmt: skip
    with acting_as(worker_at(head.agency_id)):
        scheme, _ = Scheme.objects.update_or_create(agency_id=head.agency_id, purpose=REFUNDS, defaults=facts)
    return scheme


@dataclass(frozen=True)
class Waiting:
    """A refund that is not paid yet: on a roll, or come back from the bank, or for the next roll."""

    row: Refund
    roll: Roll | None
    returned: RollLine | None
    """How it came back, while the account is the one that it came back from"""


def waiting(agency_id: UUID) -> list[Waiting]:
    """The oldest first."""
    rows = by_roll.waiting_for_a_roll(agency_id)
    lines = RollLine.objects.filter(agency_id=agency_id, instruction_id__in=[one.id for one in rows])
    lines = lines.select_related("roll", "payee").order_by("roll__made_at")
    held = {one.instruction_id: one.roll for one in lines if one.holds}
    back = came_back({one.payee for one in lines})
    returned = {one.instruction_id: one for one in lines if one.outcome == "returned" and one.payee_id in back}
    return [Waiting(one, held.get(one.id), None if one.id in held else returned.get(one.id)) for one in rows]


@transaction.atomic
def draw(*, actor: Actor, pay_on: date) -> Roll:
    """Draw up a roll of the refunds that wait, as a cashier. Raises Refusal where there is none."""
    member = cashier_of(actor)
    month = Month.of(today())
    check_days(month, pay_on)
    with acting_as(worker_at(member.agency_id)):
        # Two who draw at once wait for each other here; the second finds the roll of the first.
        scheme = Scheme.objects.select_for_update().filter(agency_id=member.agency_id, purpose=REFUNDS).first()
        if scheme is None:
            words = Text(
                th="หัวหน้าต้องระบุบัญชีที่ใช้จ่ายเงินคืนก่อน", en="First the head says from which account refunds are paid."
            )
            raise Refusal("no_account", words)
        refuse_open(Roll.objects.filter(scheme=scheme, state__in=OPEN_STATES), field="pay_on.day")
        roll = new_roll(scheme, month, Way.BANK, pay_on, member.person_id, actor.name)
        _fill(roll, scheme)
    return roll


def _fill(roll: Roll, scheme: Scheme) -> None:
    """The refunds are locked: none of them is settled in another way meanwhile."""
    found = by_roll.waiting_for_a_roll(scheme.agency_id, lock=True)
    orders = _payable(scheme, found)
    back = came_back(orders.keys())
    due = {payee: order for payee, order in orders.items() if payee.id not in back}
    check_number(len(due))
    if not due:
        words = Text(
            th="ไม่มีเงินคืนที่รอจ่าย รายการที่ธนาคารส่งคืนต้องแก้บัญชีก่อน",
            en="No refund waits to be paid. Of what came back the account is corrected first.",
        )
        raise Refusal("nobody_to_pay", words, field="pay_on.day")
    earlier = RollLine.objects.filter(payee__in=due).order_by("roll__made_at")
    before, shared = {line.payee_id: line for line in earlier}, shared_among(due)
    lines = []
    for number, (payee, order) in enumerate(due.items(), 1):
        line = line_of(roll, payee, number, order.satang, 0, before, shared)
        line.instruction_id = order.id
        lines.append(line)
    RollLine.objects.bulk_create(lines, batch_size=1000)
    roll.left_out = [{"payee": str(one.id), "why": Why.CAME_BACK.value} for one in orders if one.id in back]
    roll.count, roll.satang = len(lines), sum(line.satang for line in lines)
    roll.digest = digest_of(roll)
    roll.save()


def _payable(scheme: Scheme, orders: Collection[Refund]) -> dict[Payee, Refund]:
    """Those on no roll, in their order, with whom each pays. Of whom nothing is kept any more is paid in another way."""
    ids = [one.id for one in orders]
    held = set(RollLine.objects.filter(instruction_id__in=ids, holds=True).values_list("instruction_id", flat=True))
    free = [one for one in orders if one.id not in held]
    known = {bytes(one.person_key): one for one in Payee.objects.filter(scheme=scheme, person_key__in=map(_key, free))}
    payees = {_key(one): one for one in free}
    made = {key: known.get(key) or _payee(scheme, one) for key, one in payees.items() if key in known or one.account}
    return {payee: payees[key] for key, payee in made.items() if payee.erased_at is None}


def _key(order: Refund) -> bytes:
    """By what a refund is known among payees: each is paid for itself, whoever gets it."""
    return keyed("refund", order.id.bytes)


def _payee(scheme: Scheme, order: Refund) -> Payee:
    """Whom a refund pays, as it was asked for and approved; from here on the account is corrected by two."""
    account = Account(order.bank, unseal(order.account), order.account_name)
    return Payee.objects.create(
        agency_id=scheme.agency_id, scheme=scheme, person_key=_key(order), name=order.account_name, bank=order.bank,
        account=order.account, account_key=account_key(account), account_name=order.account_name,
        account_since=order.decided_at, case_id=order.subject, entered_by=order.asked_by,
        entered_by_name=order.asked_by_name, entered_at=now(),
    )  # fmt: skip


@transaction.atomic
def settle_otherwise(*, actor: Actor, instruction_id: UUID, words: str) -> None:
    """Pay it by no roll: undone in the books, it is asked for in another way, by two. As the head."""
    member = cashier_of(actor)
    if not words.strip():
        raise Refusal("words", Text(th="ระบุเหตุผล", en="Say why."), field="words")
    with acting_as(worker_at(member.agency_id)):
        row = by_roll.locked(member.agency_id, instruction_id)
        on = RollLine.objects.filter(instruction_id=row.id, holds=True).select_related("roll").first()
    approver_of(actor, row.asked_by)
    if on is not None:
        raise Refusal(
            "on_a_roll",
            Text(th=f"รายการนี้อยู่ในบัญชี {on.roll.number} ยกเลิกบัญชีนั้นก่อน หรือรอผลจากธนาคาร",
                 en=f"It is on roll {on.roll.number}: cancel that first, or wait for what the bank says."),
            field="instruction",
        )  # fmt: skip
    said = words.strip()[:500]
    with acting_as(worker_at(member.agency_id)):
        by_roll.not_by_roll(member.agency_id, row.id, Text(th=said, en=said))
