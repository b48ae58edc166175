"""Which biller an invoice names, and whose money a bank tells of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from thanjai.catalogue.selectors import adopted_by
from thanjai.domain import thaiqr
from thanjai.domain.biller import FUND, checked
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.money import banking, providers
from thanjai.money.desk import approver_of, cashier_of
from thanjai.money.events import BillerDecided
from thanjai.money.models import Biller, Invoice
from thanjai.money.providers import BankNotice, NoticeRejected, Taken

_LOCK = 7302
_MOST_SHOWN = 200


def funds_in(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What an invoice's lines ask for each fund, in satang."""
    charges: dict[str, int] = {}
    for line in lines:
        fund = str(line.get("fund", FUND))
        charges[fund] = charges.get(fund, 0) + line["satang"]
    return charges


def biller_for(agency_id: UUID, lines: Sequence[Mapping[str, Any]]) -> str:
    """The biller of the one fund that the lines are of, else the agency's own; empty where the installation's holds."""
    funds = funds_in(lines)
    wanted = [*funds, ""] if len(funds) == 1 else [""]
    found = {row.fund: row.biller_id for row in in_force(agency_id) if row.fund in wanted}
    return next((found[fund] for fund in wanted if fund in found), "")


def biller_on(invoice: Invoice) -> str:
    """The biller that the invoice's own code names, which holds for it whatever was approved since."""
    try:
        code = thaiqr.parse(invoice.qr_payload)
    except Refusal:
        return ""
    return code.target if code.kind == "bill" else ""


def in_force(agency_id: UUID) -> list[Biller]:
    """What holds now: for each fund the latest that was approved, the agency's default first."""
    rows = Biller.objects.filter(agency_id=agency_id, outcome="approved").select_related("account")
    return list(rows.order_by("fund", "-decided_at", "-id").distinct("fund"))


def biller(agency_id: UUID, id: UUID) -> Biller:
    return Biller.objects.get(agency_id=agency_id, pk=id)


def waiting(agency_id: UUID) -> list[Biller]:
    return list(Biller.objects.filter(agency_id=agency_id, outcome="").select_related("account").order_by("asked_at"))


def history(agency_id: UUID) -> list[Biller]:
    """All that was decided, the latest first."""
    rows = Biller.objects.filter(agency_id=agency_id).exclude(outcome="").select_related("account")
    return list(rows.order_by("-decided_at", "-id")[:_MOST_SHOWN])


def funds_of(agency_id: UUID) -> dict[str, list[Text]]:
    """The funds that the agency's services name, each with the fees that go to it."""
    funds: dict[str, list[Text]] = {}
    for offer in adopted_by(agency_id):
        for fee in offer.definition.fees:
            if fee.rule.kind != "none":
                funds.setdefault(fee.fund, []).append(fee.title)
    for row in in_force(agency_id):
        if row.fund:
            funds.setdefault(row.fund, [])
    return dict(sorted(funds.items()))


@transaction.atomic
def owners_of(provider: str, paid: BankNotice | Taken) -> set[UUID] | None:
    """The agencies whose account it came to; None for an account that all share. As the platform.

    Raises NoticeRejected: somebody may pay into their own account under our references, which never reaches us.
    """
    if paid.biller_id in ("", providers.get(provider).own_biller):
        return None
    known = Biller.objects.filter(biller_id=paid.biller_id, outcome="approved")
    if found := set(known.values_list("agency_id", flat=True)):
        return found
    named = Invoice.objects.filter(reference1=paid.reference1, reference2=paid.reference2).first()
    if named is not None and biller_on(named) == paid.biller_id:
        return {named.agency_id}
    raise NoticeRejected(
        "notice.other_biller",
        Text(th="เงินเข้าบัญชีผู้รับเงินรายอื่น ไม่ใช่ของเรา", en="The money went to another biller, not to us"),
    )


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a fund, or none for the agency's default; the biller; where its money arrives; why."""

    fund: str
    biller_id: str
    account_id: UUID
    reason: str


@transaction.atomic
def ask(*, actor: Actor, wanted: Wanted) -> Biller:
    """Ask that a fund's money come to another biller and account. Raises Refusal that names the field."""
    member = cashier_of(actor)
    digits = checked(wanted.biller_id)
    if wanted.fund and wanted.fund not in funds_of(member.agency_id):
        raise Refusal("fund", Text(th="เลือกกองทุนจากรายการ", en="Choose a fund from the list."), field="fund")
    if not wanted.reason.strip():
        raise Refusal(
            "reason",
            Text(th="ระบุเหตุผล เช่น เลขที่หนังสือของธนาคาร", en="Say why, such as the number of the bank's letter."),
            field="reason",
        )
    _check_not_anothers(digits, member.agency_id)
    with acting_as(worker_at(member.agency_id)):
        account = banking.account(member.agency_id, wanted.account_id)
        _one_at_a_time(member.agency_id)
        if Biller.objects.filter(agency_id=member.agency_id, fund=wanted.fund, outcome="").exists():
            raise Refusal(
                "biller_waits",
                Text(
                    th="มีคำขอของกองทุนนี้รออนุมัติอยู่แล้ว ให้สั่งคำขอนั้นก่อน",
                    en="A request for this fund waits already. It has to be decided first.",
                ),
                field="fund",
            )
        return Biller.objects.create(
            agency_id=member.agency_id, fund=wanted.fund, biller_id=digits, account=account,
            reason=wanted.reason.strip()[:500], asked_by=member.person_id, asked_by_name=actor.name, asked_at=now(),
        )  # fmt: skip


@transaction.atomic
def decide(*, actor: Actor, id: UUID, approve: bool, words: str = "") -> Biller:
    """Approve a biller, which is then in force, or refuse it with a reason; as a head who did not ask for it."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        row = Biller.objects.select_for_update().filter(pk=id, agency_id=member.agency_id).first()
    if row is None or row.asked_by is None:
        raise Refusal("no_such_request", Text(th="ไม่พบคำขอนี้", en="There is no such request."))
    if row.outcome:
        raise Refusal("decided_already", Text(th="คำขอนี้สั่งไปแล้ว", en="This request was decided already."))
    head = approver_of(actor, row.asked_by)
    if not approve and not words.strip():
        raise Refusal("words", Text(th="ระบุเหตุผลที่ไม่อนุมัติ", en="Say why not."), field="words")
    if approve:
        _check_not_anothers(row.biller_id, head.agency_id)
    with acting_as(worker_at(head.agency_id)):
        row.outcome, row.words = ("approved" if approve else "refused"), words.strip()[:500]
        row.decided_by, row.decided_by_name, row.decided_at = head.person_id, actor.name, now()
        row.save()
        publish(BillerDecided(row.agency_id, row.id, (row.asked_by, head.person_id)))
    return row


def _check_not_anothers(biller_id: str, agency_id: UUID) -> None:
    """A biller is one agency's, for ever: what comes to it is theirs. Two that are approved at once wait for each other.

    But for the installation's own, which agencies share.
    """
    if any(biller_id == one.own_biller for one in providers.all()):
        return
    with acting_as(PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, biller_id])
        taken = Biller.objects.filter(biller_id=biller_id, outcome="approved").exclude(agency_id=agency_id).exists()
    if taken:
        raise Refusal(
            "biller_anothers",
            Text(
                th="Biller ID นี้เป็นของหน่วยงานอื่นในระบบ ตรวจสอบกับหนังสือของธนาคาร",
                en="This biller id is another agency's. Compare with the bank's letter.",
            ),
            field="biller_id",
        )


def _one_at_a_time(agency_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(agency_id)])
