"""A payment roll from its drawing to its sending. It is made by one and approved by another, and not changed then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import agency_by_id
from thanjai.domain import ledger
from thanjai.domain.buddhist import fiscal_year_be
from thanjai.domain.payroll import Facts, Month, Why, born, payroll
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.secrets import unseal
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books
from thanjai.money.books import Cause
from thanjai.money.desk import approver_of, cashier_of
from thanjai.payouts.models import OPEN_STATES, Payee, Roll, RollLine, Scheme
from thanjai.payouts.schemes import figures_of

MOST_LINES: Final = 20_000
_OLDEST_MONTH: Final = timedelta(days=366)


@transaction.atomic
def draw(*, actor: Actor, scheme_id: UUID, month: Month, pay_on: date) -> Roll:
    """Draw up the roll of a month, as a cashier: all who are to be paid and are not paid yet, here or anywhere."""
    member = cashier_of(actor)
    _check_days(month, pay_on)
    with acting_as(worker_at(member.agency_id)):
        # Two who draw at once wait for each other here; the second finds the roll of the first.
        scheme = Scheme.objects.select_for_update().filter(pk=scheme_id, agency_id=member.agency_id).first()
        if scheme is None:
            raise Refusal("no_such_page", Text(th="ไม่พบประเภทการจ่ายเงินนี้", en="There is no such payment here."))
        open_one = Roll.objects.filter(scheme=scheme, month=month.first, state__in=OPEN_STATES).first()
        if open_one is not None:
            raise Refusal(
                "roll_open",
                Text(th=f"เดือนนี้มีบัญชี {open_one.number} อยู่แล้ว ใช้หรือยกเลิกบัญชีนั้นก่อน",
                     en=f"Roll {open_one.number} of this month is open already: use it, or cancel it first."),
                field="month",
            )  # fmt: skip
        roll = _new_roll(scheme, month, pay_on, member.person_id, actor.name)
        _fill(roll, scheme)
    return roll


def _check_days(month: Month, pay_on: date) -> None:
    now_month = Month.of(today())
    following = Month.of(now_month.last + timedelta(days=1))
    if not Month.of(today() - _OLDEST_MONTH) <= month <= following:
        words = Text(
            th="เลือกเดือนไม่เกินเดือนหน้า และไม่เก่ากว่าหนึ่งปี", en="Choose a month up to the next, and not older than a year."
        )
        raise Refusal("month", words, field="month")
    if pay_on < max(today(), month.first):
        words = Text(
            th="วันโอนต้องไม่ก่อนวันนี้ และไม่ก่อนวันที่ 1 ของเดือน",
            en="The day of payment must not be past, nor before the 1st of the month.",
        )
        raise Refusal("pay_on", words, field="pay_on.day")


def _new_roll(scheme: Scheme, month: Month, pay_on: date, by: UUID, by_name: str) -> Roll:
    year = fiscal_year_be(today()) % 100
    number = f"PAY-{year}-{next_number(scheme.agency_id, f'payroll/{year}'):05d}"
    return Roll.objects.create(
        agency_id=scheme.agency_id, scheme=scheme, month=month.first, number=number, pay_on=pay_on,
        message_id=f"{agency_by_id(scheme.agency_id).code}-{number}"[-29:], count=0, satang=0, left_out=[],
        bank=scheme.bank, account=scheme.account, account_name=scheme.account_name, digest="", made_by=by,
        made_by_name=by_name, made_at=now(),
    )  # fmt: skip


def _fill(roll: Roll, scheme: Scheme) -> None:
    month = Month.of(roll.month)
    people = {bytes(one.person_key).hex(): one for one in Payee.objects.filter(scheme=scheme)}
    came_back = _came_back(people.values())
    facts = [facts_of(one, came_back=one.id in came_back) for one in people.values()]
    found = payroll(facts, figures_of(scheme), month)
    if len(found.lines) > MOST_LINES:
        words = Text(th=f"จ่ายได้ครั้งละไม่เกิน {MOST_LINES} ราย", en=f"A roll holds at most {MOST_LINES} people.")
        raise Refusal("too_many_lines", words)
    before = _last_month(scheme, month)
    shared = _shared(people.values())
    rows = [
        _line(roll, people[line.person], number, line.satang, line.age, before, shared)
        for number, line in enumerate(found.lines, 1)
    ]
    # In the order of persons, so that agencies that draw at once do not wait for each other in a circle.
    RollLine.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    kept = set(RollLine.objects.filter(roll=roll).values_list("payee_id", flat=True))
    taken = [(row.payee, Why.PAID_ALREADY) for row in rows if row.payee_id not in kept]
    gone = (Why.DIED, Why.GIVEN_UP, Why.REMOVED, Why.MOVED)
    left = [(people[one.person], one.why) for one in found.left_out]
    left = [(one, why) for one, why in left if why not in gone or one.id in before] + taken
    if not kept:
        words = Text(th="ไม่มีผู้มีสิทธิที่ยังไม่ได้รับเงินของเดือนนี้", en="Nobody is left to be paid for this month.")
        raise Refusal("nobody_to_pay", words, field="month")
    roll.left_out = [{"payee": str(one.id), "name": one.name, "why": why.value} for one, why in left]
    roll.count, roll.satang = len(kept), sum(row.satang for row in rows if row.payee_id in kept)
    roll.digest = digest_of(roll)
    roll.save()


def facts_of(payee: Payee, *, came_back: bool) -> Facts:
    suspended = ((payee.suspended_from, payee.suspended_until),) if payee.suspended_from else ()
    return Facts(
        person=bytes(payee.person_key).hex(), birth=born(payee.birth), confirmed_on=payee.confirmed_on,
        has_account=bool(payee.account), came_back=came_back, died_on=payee.died_on, given_up_on=payee.given_up_on,
        moved_on=payee.moved_on, confirmed_elsewhere_on=payee.confirmed_elsewhere_on, suspended=suspended,
        removed_on=payee.removed_on,
    )  # fmt: skip


def _came_back(people: Iterable[Payee]) -> set[UUID]:
    """Whose payment came back on the account that they still have."""
    since = {one.id: one.account_since for one in people}
    returned = RollLine.objects.filter(payee_id__in=list(since), outcome="returned").values_list(
        "payee_id", "result__at"
    )
    return {payee for payee, at in returned if at is not None and at >= (since[payee] or at)}


def _last_month(scheme: Scheme, month: Month) -> dict[UUID, RollLine]:
    rows = RollLine.objects.filter(roll__scheme=scheme, month=month.before.first, holds=True)
    return {row.payee_id: row for row in rows}


def _shared(people: Iterable[Payee]) -> set[bytes]:
    """Accounts on which more than one is paid."""
    seen: set[bytes] = set()
    twice: set[bytes] = set()
    for one in people:
        key = bytes(one.account_key)
        (twice if key in seen else seen).add(key)
    return twice


def _line(
    roll: Roll, payee: Payee, number: int, satang: int, age: int, before: dict[UUID, RollLine], shared: set[bytes]
) -> RollLine:
    earlier = before.get(payee.id)
    flags = {
        "joined": earlier is None,
        "amount": earlier is not None and earlier.satang != satang,
        "account": earlier is not None and bytes(earlier.account_key) != bytes(payee.account_key),
        "shared": bytes(payee.account_key) in shared,
    }
    return RollLine(
        agency_id=roll.agency_id, roll=roll, payee=payee, number=number, person_key=payee.person_key,
        purpose=roll.scheme.purpose, month=roll.month, name=payee.name, bank=payee.bank, account=payee.account,
        account_key=payee.account_key, account_name=payee.account_name, satang=satang, age=age,
        changes=",".join(name for name, holds in flags.items() if holds),
    )  # fmt: skip


def told_to_bank(roll: Roll) -> Iterator[list[Any]]:
    """All that the bank is told, part by part: the roll's head, then its lines in their order."""
    yield [roll.message_id, roll.pay_on.isoformat(), roll.bank, unseal(roll.account), roll.account_name, roll.count,
           roll.satang]  # fmt: skip
    for line in RollLine.objects.filter(roll=roll).order_by("number").iterator(2000):
        yield [line.number, line.bank, unseal(line.account), line.account_name, line.satang]


def digest_of(roll: Roll) -> str:
    """SHA-256 of all that the bank is told, with opened accounts."""
    found = hashlib.sha256()
    for part in told_to_bank(roll):
        found.update(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return found.hexdigest()


def check_unchanged(roll: Roll) -> None:
    """Raises Refusal when what the bank would be told is not what was drawn up and approved."""
    if digest_of(roll) != roll.digest:
        raise Refusal(
            "roll_spoilt",
            Text(th="ข้อมูลในบัญชีไม่ตรงกับที่จัดทำไว้ ห้ามจ่าย แจ้งผู้ดูแลระบบให้ตรวจด้วย thanjai payouts check",
                 en="What lies here is not what was drawn up. Do not pay; ask the operator to run thanjai payouts check."),
        )  # fmt: skip


def locked(agency_id: UUID, id: UUID, *states: str) -> Roll:
    """The roll, in one of these states and locked. Raises Refusal that says where it stands."""
    roll = (
        Roll.objects.select_for_update(of=("self",)).select_related("scheme").filter(pk=id, agency_id=agency_id).first()
    )
    if roll is None:
        raise Refusal("no_such_page", Text(th="ไม่พบบัญชีจ่ายเงินนี้", en="There is no such payment roll here."))
    if roll.state not in states:
        words = Text(th="สถานะของบัญชีเปลี่ยนไปแล้ว เปิดหน้านี้ใหม่", en="The roll has moved on meanwhile: open the page anew.")
        raise Refusal("roll_moved_on", words)
    return roll


@transaction.atomic
def submit(*, actor: Actor, roll_id: UUID) -> Roll:
    """Hand a draft to the head."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, "draft")
        roll.state, roll.submitted_at = "submitted", now()
        roll.submitted_by, roll.submitted_by_name = member.person_id, actor.name
        roll.save()
    return roll


@transaction.atomic
def approve(*, actor: Actor, roll_id: UUID) -> Roll:
    """Approve a roll, as the head, who neither made it nor entered who is new on it. Raises Refusal."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, "submitted")
        new = RollLine.objects.filter(roll=roll, changes__startswith="joined").values_list(
            "payee__entered_by", flat=True
        )
        prepared = {roll.made_by, *new.distinct(), *([roll.submitted_by] if roll.submitted_by else [])}
    head = approver_of(actor, *prepared, asked=Duty.PREPARES_PAYMENT, approves=Duty.APPROVES_PAYMENT)
    if today() < roll.month:
        words = Text(th="อนุมัติได้ตั้งแต่วันที่ 1 ของเดือน เพราะจ่ายให้ผู้ที่มีชีวิตอยู่ในวันนั้น",
                     en="It is approved from the 1st of the month on: it pays those alive on that day.")  # fmt: skip
        raise Refusal("too_early", words)
    with acting_as(worker_at(head.agency_id)):
        check_unchanged(roll)
        if gone := no_longer_due(roll):
            names_th, names_en = f"{', '.join(gone[:5])}", f"{', '.join(gone[:5])}"
            words = Text(th=f"ข้อมูลเปลี่ยนไปหลังจัดทำ: {names_th} ยกเลิกบัญชีนี้แล้วจัดทำใหม่",
                         en=f"Facts have changed since it was drawn up: {names_en}. Cancel it, and draw it up anew.")  # fmt: skip
            raise Refusal("facts_changed", words)
        roll.state, roll.approved_at = "approved", now()
        roll.approved_by, roll.approved_by_name = head.person_id, actor.name
        roll.save()
    return roll


def no_longer_due(roll: Roll) -> list[str]:
    """Names of those on a roll whom today's facts would pay nothing, another amount, or on another account."""
    lines = {row.payee_id: row for row in RollLine.objects.filter(roll=roll)}
    payees = {bytes(one.person_key).hex(): one for one in Payee.objects.filter(pk__in=list(lines))}
    facts = [facts_of(one, came_back=False) for one in payees.values()]
    due = {
        payees[one.person].id: one.satang for one in payroll(facts, figures_of(roll.scheme), Month.of(roll.month)).lines
    }
    keys = {one.id: bytes(one.account_key) for one in payees.values()}
    return [
        row.name for row in lines.values()
        if due.get(row.payee_id) != row.satang or keys[row.payee_id] != bytes(row.account_key)
    ]  # fmt: skip


@transaction.atomic
def cancel(*, actor: Actor, roll_id: UUID, words: str) -> Roll:
    """Let a roll go that was not sent: who is on it may be paid by another. An approved one only by the head."""
    member = cashier_of(actor)
    if not words.strip():
        raise Refusal("words", Text(th="ระบุเหตุผลที่ยกเลิก", en="Say why it is cancelled."), field="words")
    with acting_as(worker_at(member.agency_id)):
        roll = locked(member.agency_id, roll_id, *OPEN_STATES, "approved")
        roll.words, roll.cancelled_at, roll.cancelled_by_name = words.strip()[:500], now(), actor.name
        was_approved, roll.state = roll.state == "approved", "cancelled"
        if was_approved:
            approver_of(actor)
        roll.save()
        RollLine.objects.filter(roll=roll).update(holds=False)
    return roll


@transaction.atomic
def send(*, actor: Actor, roll_id: UUID) -> Roll:
    """The bank has the file: from now on it is owed by the bank's account, and waits for its word. As the head."""
    head = approver_of(actor)
    with acting_as(worker_at(head.agency_id)):
        roll = locked(head.agency_id, roll_id, "approved")
        check_unchanged(roll)
        roll.state, roll.sent_at = "sent", now()
        roll.sent_by, roll.sent_by_name = head.person_id, actor.name
        roll.save()
        entry = ledger.payments_sent(
            reference=f"payroll/{roll.number}/sent", roll=roll.number, purpose=roll.scheme.purpose, amount=roll.satang
        )
        books.write(
            agency=roll.agency_id, entry=entry, at=roll.sent_at,
            cause=Cause("roll sent", reason=roll.number, by=head.person_id, by_name=actor.name),
        )  # fmt: skip
    return roll
