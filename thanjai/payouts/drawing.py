"""Drawing up a roll: who is to be paid for a month and is not paid yet, here or anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from thanjai.agencies.selectors import agency_by_id
from thanjai.domain.buddhist import fiscal_year_be
from thanjai.domain.payroll import Month, Way, Why, payroll
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.sequences import next_number
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import cashier_of
from thanjai.payouts.due import came_back, facts_of
from thanjai.payouts.models import OPEN_STATES, Payee, Roll, RollLine, Scheme
from thanjai.payouts.rolls import digest_of
from thanjai.payouts.schemes import bring_up_to_date, figures_of

MOST_LINES: Final = 20_000
_OLDEST_MONTH: Final = timedelta(days=366)
_SILENT: Final = (Why.DIED, Why.GIVEN_UP, Why.REMOVED, Why.MOVED, Why.ENDED)
"""Reasons that are told the month after somebody was paid last, and no more."""


@transaction.atomic
def draw(*, actor: Actor, scheme_id: UUID, month: Month, pay_on: date, way: Way = Way.BANK) -> Roll:
    """Draw up the roll of a month, as a cashier: all who are to be paid this way, and are not paid yet anywhere."""
    member = cashier_of(actor)
    check_days(month, pay_on)
    with acting_as(worker_at(member.agency_id)):
        # Two who draw at once wait for each other here; the second finds the roll of the first.
        scheme = Scheme.objects.select_for_update().filter(pk=scheme_id, agency_id=member.agency_id).first()
        if scheme is None:
            raise Refusal("no_such_page", Text(th="ไม่พบประเภทการจ่ายเงินนี้", en="There is no such payment here."))
        bring_up_to_date(scheme)
        refuse_open(Roll.objects.filter(scheme=scheme, month=month.first, way=way, state__in=OPEN_STATES), "month")
        roll = new_roll(scheme, month, way, pay_on, member.person_id, actor.name)
        _fill(roll, scheme)
    return roll


def refuse_open(rolls: QuerySet[Roll], field: str) -> None:
    """Raises Refusal where one of these is open already."""
    if (found := rolls.first()) is not None:
        raise Refusal(
            "roll_open",
            Text(th=f"มีบัญชี {found.number} อยู่แล้ว ใช้หรือยกเลิกบัญชีนั้นก่อน",
                 en=f"Roll {found.number} is open already: use it, or cancel it first."),
            field=field,
        )  # fmt: skip


def check_days(month: Month, pay_on: date) -> None:
    """Raises Refusal for a month too far off, or a day of payment that is past."""
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


def new_roll(scheme: Scheme, month: Month, way: Way, pay_on: date, by: UUID, by_name: str) -> Roll:
    """An empty draft, paid from the scheme's account."""
    year = fiscal_year_be(today()) % 100
    number = f"PAY-{year}-{next_number(scheme.agency_id, f'payroll/{year}'):05d}"
    return Roll.objects.create(
        agency_id=scheme.agency_id, scheme=scheme, month=month.first, way=way, version_id=scheme.version_id,
        number=number, pay_on=pay_on,
        message_id=f"{agency_by_id(scheme.agency_id).code}-{number}"[-29:], count=0, satang=0, left_out=[],
        bank=scheme.bank, account=scheme.account, account_name=scheme.account_name, digest="", made_by=by,
        made_by_name=by_name, made_at=now(),
    )  # fmt: skip


def _fill(roll: Roll, scheme: Scheme) -> None:
    month = Month.of(roll.month)
    payees = list(Payee.objects.filter(scheme=scheme, erased_at=None))
    people = {bytes(one.person_key).hex(): one for one in payees}
    facts = facts_of(scheme, payees, came_back=came_back(payees))
    found = payroll(facts, figures_of(scheme, month), month, way=Way(roll.way))
    check_number(len(found.lines))
    before = {row.payee_id: row for row in last_month(roll)}
    shared = shared_among(payees)
    rows = [
        line_of(roll, people[line.person], number, line.satang, line.age, before, shared)
        for number, line in enumerate(found.lines, 1)
    ]
    # In the order of persons, so that agencies that draw at once do not wait for each other in a circle.
    RollLine.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    kept = set(RollLine.objects.filter(roll=roll).values_list("payee_id", flat=True))
    taken = [(row.payee, Why.PAID_ALREADY) for row in rows if row.payee_id not in kept]
    left: list[tuple[Payee, Why]]
    left = [(people[one.person], one.why) for one in found.left_out if one.why is not Why.BY_BANK]
    left = [(one, why) for one, why in left if why not in _SILENT or one.id in before] + taken
    if not kept:
        words = Text(th="ไม่มีผู้มีสิทธิที่ยังไม่ได้รับเงินของเดือนนี้", en="Nobody is left to be paid for this month.")
        raise Refusal("nobody_to_pay", words, field="month")
    roll.left_out = [{"payee": str(one.id), "why": why.value} for one, why in left]
    roll.count, roll.satang = len(kept), sum(row.satang for row in rows if row.payee_id in kept)
    roll.digest = digest_of(roll)
    roll.save()


def check_number(lines: int) -> None:
    """Raises Refusal for more than a roll holds."""
    if lines > MOST_LINES:
        words = Text(th=f"จ่ายได้ครั้งละไม่เกิน {MOST_LINES} ราย", en=f"A roll holds at most {MOST_LINES} people.")
        raise Refusal("too_many_lines", words)


def last_month(roll: Roll) -> QuerySet[RollLine]:
    """What was paid the month before, in any way."""
    return RollLine.objects.filter(roll__scheme=roll.scheme, month=Month.of(roll.month).before.first, holds=True)


def shared_among(people: Iterable[Payee]) -> set[bytes]:
    """Accounts on which more than one is paid; the key of none at all is not one."""
    seen: set[bytes] = set()
    twice: set[bytes] = set()
    for one in people:
        key = bytes(one.account_key)
        (twice if key in seen else seen).add(key)
    return twice - {b""}


def line_of(
    roll: Roll, payee: Payee, number: int, satang: int, age: int, before: dict[UUID, RollLine], shared: set[bytes]
) -> RollLine:
    """What pays somebody, with what has changed against their line in `before`."""
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
        account_key=payee.account_key, account_name=payee.account_name or payee.name, satang=satang, age=age,
        changes=",".join(name for name, holds in flags.items() if holds),
    )  # fmt: skip
