"""What the pages of payments show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from thanjai.cases.selectors import numbers_of
from thanjai.domain.identity import format_number, mask
from thanjai.domain.identity import national_id as read_national_id
from thanjai.domain.payroll import Band, Month, Way, Why
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.secrets import unseal
from thanjai.payouts.drawing import last_month
from thanjai.payouts.due import no_longer_due
from thanjai.payouts.models import REFUNDS, AccountChange, Payee, Removal, Result, Roll, RollLine, Scheme
from thanjai.payouts.register import payee_at, person_key
from thanjai.payouts.schemes import figures_of

WHY: Final = {
    Why.NOT_CONFIRMED: Text(th="ยังไม่ยืนยันสิทธิก่อนวันที่ 1", en="had not confirmed the right before the 1st"),
    Why.TOO_YOUNG: Text(th="อายุยังไม่ถึงเกณฑ์", en="is not old enough yet"),
    Why.DIED: Text(th="เสียชีวิต", en="has died"),
    Why.GIVEN_UP: Text(th="สละสิทธิ", en="gave the right up"),
    Why.MOVED: Text(th="ย้ายภูมิลำเนา หน่วยงานใหม่เป็นผู้จ่าย", en="has moved: the new authority pays"),
    Why.SUSPENDED: Text(th="ระงับการจ่ายชั่วคราว", en="is suspended"),
    Why.ENDED: Text(th="เอกสารที่ให้สิทธิสิ้นผล", en="the paper that gave the right holds no longer"),
    Why.REMOVED: Text(th="ถอนรายชื่อแล้ว", en="was taken off the register"),
    Why.PAID_ALREADY: Text(
        th="มีรายการจ่ายของเดือนนี้แล้ว ที่นี่หรือหน่วยงานอื่น", en="is on a roll of this month already, here or elsewhere"
    ),
    Why.NO_ACCOUNT: Text(th="ไม่มีบัญชีธนาคาร จ่ายเป็นเงินสด", en="has no bank account: is paid in cash"),
    Why.BY_BANK: Text(th="รับเงินทางธนาคาร", en="is paid to a bank account"),
    Why.CAME_BACK: Text(
        th="เงินครั้งก่อนถูกส่งคืน ยังไม่ได้แก้บัญชี", en="the last payment came back, and the account was not corrected"
    ),
}
CHANGES: Final = {
    "joined": Text(th="รายใหม่", en="new"),
    "amount": Text(th="จำนวนเงินเปลี่ยน", en="amount changed"),
    "account": Text(th="บัญชีเปลี่ยน", en="account changed"),
    "shared": Text(th="บัญชีซ้ำกับผู้อื่น", en="account shared with another"),
}
GRAVE: Final = frozenset({"account", "shared"})
"""Changes by which money goes astray: the approver looks at each."""
SHOWN: Final = 200
"""Lines of a roll on its page; all of them are in its file."""


@dataclass(frozen=True)
class Looked:
    """A roll as its page shows it. `left` are those of the last month who are not on it; `stale` whose facts changed."""

    row: Roll
    lines: list[RollLine]
    flagged: list[RollLine]
    counts: dict[str, int]
    left: list[RollLine]
    left_out: list[tuple[str, Text]]
    results: list[Result]
    returned: list[RollLine]
    waiting: list[RollLine]
    """Lines of which nobody has said yet what became of them"""
    stale: list[str]
    last_satang: int

    @property
    def due(self) -> date | None:
        """The last day to pay it; refunds have none."""
        if self.row.scheme.is_refunds:
            return None
        month = Month.of(self.row.month)
        return figures_of(self.row.scheme, month).due(month)


def schemes_of(agency_id: UUID) -> list[Scheme]:
    """What is paid each month."""
    return list(Scheme.objects.filter(agency_id=agency_id).exclude(purpose=REFUNDS).order_by("purpose"))


def figures_at(agency_id: UUID, day: date) -> list[tuple[Scheme, tuple[Band, ...]]]:
    """What an agency pays, with the amounts of a day's month."""
    return [(one, figures_of(one, Month.of(day)).bands) for one in schemes_of(agency_id)]


def rolls_of(agency_id: UUID, *, after: Place | None, limit: int) -> list[Roll]:
    rows = Roll.objects.filter(agency_id=agency_id).select_related("scheme")
    return list(newest_first(rows, "made_at", after)[:limit])


def roll(agency_id: UUID, id: UUID) -> Looked:
    """Raises Refusal."""
    row = Roll.objects.select_related("scheme").filter(pk=id, agency_id=agency_id).first()
    if row is None:
        raise Refusal("no_such_page", Text(th="ไม่พบบัญชีจ่ายเงินนี้", en="There is no such payment roll here."))
    lines = list(RollLine.objects.filter(roll=row).order_by("number"))
    last = [] if row.scheme.is_refunds else list(last_month(row))
    names = dict(Payee.objects.filter(pk__in=[one["payee"] for one in row.left_out]).values_list("id", "name"))
    here = set(
        RollLine.objects.filter(roll__scheme=row.scheme, month=row.month, holds=True).values_list("payee_id", flat=True)
    )
    here |= {line.payee_id for line in lines}
    counts = {name: sum(name in line.changes.split(",") for line in lines) for name in CHANGES}
    return Looked(
        row=row, lines=lines[:SHOWN], flagged=[one for one in lines if one.changes][:SHOWN], counts=counts,
        left=[one for one in last if one.payee_id not in here], last_satang=sum(one.satang for one in last),
        left_out=[(names.get(UUID(one["payee"])) or "–", WHY[Why(one["why"])]) for one in row.left_out],
        results=list(Result.objects.filter(roll=row).order_by("at")),
        returned=[one for one in lines if one.outcome == "returned"],
        waiting=[one for one in lines if not one.outcome],
        stale=no_longer_due(row) if row.state in ("submitted", "approved") else [],
    )  # fmt: skip


def payees_of(agency_id: UUID, query: str, *, after: Place | None, limit: int) -> list[Payee]:
    """Those on the register, newest first; by a part of the name, or by the whole national number."""
    rows = Payee.objects.filter(agency_id=agency_id, erased_at=None).exclude(scheme__purpose=REFUNDS)
    rows = rows.select_related("scheme")
    if query:
        try:
            rows = rows.filter(person_key=person_key(read_national_id(query)))
        except Refusal:
            rows = rows.filter(name__icontains=query)
    return list(newest_first(rows, "entered_at", after)[:limit])


@dataclass(frozen=True)
class Person:
    """A payee as their page shows them: the number and the account opened."""

    row: Payee
    number: str
    account: str
    lines: list[RollLine]
    changes: list[tuple[AccountChange, str]]
    removals: list[Removal]
    case: str
    """The number of the case that entered them"""


def person(agency_id: UUID, id: UUID) -> Person:
    """Raises Refusal."""
    row = payee_at(agency_id, id)
    changes = AccountChange.objects.filter(payee=row).order_by("-asked_at")[:20]
    return Person(
        row=row, number=format_number(unseal(row.national_id)) if row.national_id else "", account=unseal(row.account) if row.account else "",
        lines=list(RollLine.objects.filter(payee=row).select_related("roll").order_by("-month", "-roll__made_at")[:36]),
        changes=[(one, unseal(one.account)) for one in changes],
        removals=list(Removal.objects.filter(payee=row).order_by("-posted_on")[:20]),
        case=numbers_of([row.case_id]).get(row.case_id, "") if row.case_id else "",
    )  # fmt: skip


def to_sign(agency_id: UUID, id: UUID) -> tuple[Roll, list[tuple[RollLine, str]]]:
    """The lines of an approved roll in cash with masked national numbers. Raises Refusal."""
    row = Roll.objects.select_related("scheme", "agency").filter(pk=id, agency_id=agency_id, way=Way.CASH).first()
    if row is None or row.approved_at is None or row.cancelled_at is not None:
        words = Text(th="บัญชีลงชื่อมีเมื่อบัญชีเงินสดอนุมัติแล้ว", en="There is a list to sign once a roll in cash is approved.")
        raise Refusal("no_such_page", words)
    lines = RollLine.objects.filter(roll=row).select_related("payee").order_by("number")
    return row, [(one, masked(one.payee)) for one in lines]


def last_returned(agency_id: UUID, payee_id: UUID) -> RollLine | None:
    """The newest payment of somebody that the bank sent back."""
    lines = RollLine.objects.filter(agency_id=agency_id, payee_id=payee_id, outcome="returned", roll__way=Way.BANK)
    return lines.select_related("payee__scheme", "payee__agency").order_by("-month", "-result__at").first()


@dataclass(frozen=True)
class Waiting:
    """The work list: months' payments that came back, accounts to approve, postings to decide."""

    returned: list[RollLine]
    changes: list[AccountChange]
    removals: list[Removal]


def waiting_at(agency_id: UUID) -> Waiting:
    came_back = RollLine.objects.filter(agency_id=agency_id, outcome="returned", erased=False, instruction_id=None)
    came_back = came_back.select_related("payee", "roll", "result")
    paid_after = set(
        RollLine.objects.filter(agency_id=agency_id, holds=True, payee__rollline__outcome="returned")
        .values_list("payee_id", "month")
    )  # fmt: skip
    of = Q(agency_id=agency_id, outcome="")
    return Waiting(
        returned=[one for one in came_back.order_by("-month", "name") if (one.payee_id, one.month) not in paid_after],
        changes=list(AccountChange.objects.filter(of).select_related("payee").order_by("asked_at")),
        removals=list(Removal.objects.filter(of).select_related("payee").order_by("posted_until")),
    )  # fmt: skip


def masked(payee: Payee) -> str:
    """The national number, to recognise it by."""
    return mask(unseal(payee.national_id)) if payee.national_id else ""


@dataclass(frozen=True)
class Unsent:
    """A month that was to be sent by its day, and was not."""

    scheme: Scheme
    month: date
    due: date
    is_late: bool


def unsent_at(agency_id: UUID, today: date) -> list[Unsent]:
    """Of each payment, this month where no roll of it was sent yet; there is somebody on the register to pay."""
    found: list[Unsent] = []
    for scheme in schemes_of(agency_id):
        month = Month.of(today)
        has_people = Payee.objects.filter(scheme=scheme, died_on=None, removed_on=None, erased_at=None).exists()
        if not has_people or Roll.objects.filter(scheme=scheme, month=month.first, sent_at__isnull=False).exists():
            continue
        due = figures_of(scheme, month).due(month)
        found.append(Unsent(scheme, month.first, due, today > due))
    return found
