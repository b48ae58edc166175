"""The register of payees: entered by hand or from a file, kept up to date, and accounts changed by two people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from thanjai.domain.bank_accounts import Account
from thanjai.domain.identity import national_id
from thanjai.domain.payroll import born
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.secrets import keyed, seal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import approver_of, cashier_of
from thanjai.payouts.models import AccountChange, Payee, Scheme
from thanjai.payouts.schemes import scheme_at

FACTS: Final = (
    "confirmed_on", "died_on", "given_up_on", "moved_on", "confirmed_elsewhere_on", "suspended_from", "suspended_until",
)  # fmt: skip
"""Days of a payee that a cashier enters; being taken off the register goes another way."""


@dataclass(frozen=True)
class Entry:
    """Somebody to be paid, as it was typed, or as a case said. Without an account they are paid in cash."""

    national_id: str
    name: str
    birth: str
    account: Account
    confirmed_on: date | None = None
    email: str = ""
    pay_from: date | None = None
    case_id: UUID | None = None

    def checked(self) -> Entry:
        """Raises Refusal on the part to mend."""
        try:
            number = national_id(self.national_id)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.message, field="national_id") from None
        name = " ".join(self.name.split())[:140]
        if not name:
            raise Refusal("name", Text(th="กรอกชื่อและนามสกุล", en="Enter the name."), field="name")
        born(self.birth)
        _check_past("confirmed_on", self.confirmed_on)
        if self.email:
            try:
                validate_email(self.email)
            except ValidationError:
                words = Text(th="กรอกอีเมล เช่น name@example.com", en="Enter an e-mail address, such as name@example.com")
                raise Refusal("email", words, field="email") from None
        account = Account.none() if self.account.is_none else self.account.checked()
        return replace(self, national_id=number, name=name, birth=self.birth.strip(), account=account)


def person_key(number: str) -> bytes:
    """By what the same person is known at every agency; the number cannot be read from it."""
    return keyed("payee", number.encode())


def account_key(account: Account) -> bytes:
    """By what the same account is known; nothing for none."""
    return b"" if account.is_none else keyed("payee account", f"{account.bank} {account.number}".encode())


def kept(account: Account) -> dict[str, Any]:
    """The columns of a checked account."""
    number = "" if account.is_none else seal(account.number)
    return {"bank": account.bank, "account": number, "account_key": account_key(account), "account_name": account.name}


def _check_past(field: str, day: date | None) -> None:
    if day is not None and day > today():
        raise Refusal(
            "future", Text(th="วันที่ยังมาไม่ถึง ตรวจสอบแล้วกรอกใหม่", en="This day is yet to come: check it."), field=field
        )


@transaction.atomic
def enter(*, actor: Actor, scheme_id: UUID, entry: Entry) -> Payee:
    """Put somebody on the register, as a cashier. Raises Refusal for who is on it already."""
    member = cashier_of(actor)
    checked = entry.checked()
    with acting_as(worker_at(member.agency_id)):
        scheme = scheme_at(member.agency_id, scheme_id)
        try:
            with transaction.atomic():
                return add(scheme, checked, member.person_id, actor.name)
        except IntegrityError:
            words = Text(
                th="เลขประจำตัวนี้อยู่ในทะเบียนแล้ว ค้นหาแล้วแก้ไขรายเดิม",
                en="This number is on the register already: find it there.",
            )
            raise Refusal("payee_once", words, field="national_id") from None


def add(scheme: Scheme, entry: Entry, by: UUID, by_name: str) -> Payee:
    """Write a checked entry."""
    account = entry.account
    return Payee.objects.create(
        agency_id=scheme.agency_id, scheme=scheme, person_key=person_key(entry.national_id),
        national_id=seal(entry.national_id), name=entry.name, birth=entry.birth, confirmed_on=entry.confirmed_on,
        **kept(account), account_since=now(), email=entry.email, pay_from=entry.pay_from, case_id=entry.case_id,
        entered_by=by, entered_by_name=by_name, entered_at=now(),
    )  # fmt: skip


@transaction.atomic
def record_facts(*, actor: Actor, payee_id: UUID, facts: dict[str, date | None]) -> Payee:
    """Write down that somebody has died, moved, given up or confirmed their right, or is paid nothing for a time."""
    member = cashier_of(actor)
    for name in FACTS:
        if name not in ("suspended_from", "suspended_until"):
            _check_past(name, facts.get(name))
    start, end = facts.get("suspended_from"), facts.get("suspended_until")
    if end is not None and (start is None or end < start):
        words = Text(th="วันสิ้นสุดต้องไม่ก่อนวันเริ่มระงับ", en="The last day must not come before the first.")
        raise Refusal("suspended", words, field="suspended_until.day")
    with acting_as(worker_at(member.agency_id)):
        payee = payee_at(member.agency_id, payee_id, lock=True, monthly=True)
        for name in FACTS:
            setattr(payee, name, facts.get(name))
        payee.save(update_fields=list(FACTS))
    return payee


def payee_at(agency_id: UUID, id: UUID, *, lock: bool = False, monthly: bool = False) -> Payee:
    """`monthly`: nobody whom only a refund pays. Raises Refusal."""
    rows: Any = Payee.objects.select_for_update(of=("self",)) if lock else Payee.objects
    found: Payee | None = rows.select_related("scheme").filter(pk=id, agency_id=agency_id, erased_at=None).first()
    if found is None or (monthly and found.scheme.is_refunds):
        raise Refusal("no_such_page", Text(th="ไม่พบรายชื่อนี้", en="Nobody like this is on the register."))
    return found


@transaction.atomic
def ask_account(*, actor: Actor, payee_id: UUID, account: Account, reason: str) -> AccountChange:
    """Ask that somebody be paid on another account, or on the same one again after a payment came back."""
    member = cashier_of(actor)
    checked = account.checked()
    if not reason.strip():
        raise Refusal("reason", Text(th="ระบุเหตุผลและหลักฐาน", en="Say why, and on what evidence."), field="reason")
    with acting_as(worker_at(member.agency_id)):
        payee = payee_at(member.agency_id, payee_id, lock=True)
        if AccountChange.objects.filter(payee=payee, outcome="").exists():
            words = Text(th="มีคำขอเปลี่ยนบัญชีรออนุมัติอยู่แล้ว", en="Another account waits to be approved already.")
            raise Refusal("account_change_waits", words)
        return change_asked(payee, checked, reason, member.person_id, actor.name)


def change_asked(payee: Payee, account: Account, reason: str, by: UUID, by_name: str) -> AccountChange:
    """Write down that a checked account is asked for."""
    return AccountChange.objects.create(
        agency_id=payee.agency_id, payee=payee, **kept(account), reason=reason.strip()[:500], asked_by=by,
        asked_by_name=by_name, asked_at=now(),
    )  # fmt: skip


@transaction.atomic
def decide_account(*, actor: Actor, change_id: UUID, approve: bool) -> AccountChange:
    """Approve another account, or refuse it; as the head, who has not asked for it."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        row = AccountChange.objects.select_for_update().filter(pk=change_id, agency_id=member.agency_id).first()
    if row is None or row.outcome:
        words = Text(th="ไม่มีคำขอนี้รออนุมัติ", en="No such request waits to be approved.")
        raise Refusal("decided_already", words)
    head = approver_of(actor, row.asked_by, asked=Duty.PREPARES_PAYMENT, approves=Duty.APPROVES_PAYMENT)
    with acting_as(worker_at(head.agency_id)):
        moment = now()
        if approve:
            payee = payee_at(head.agency_id, row.payee_id, lock=True)
            payee.bank, payee.account, payee.account_key = row.bank, row.account, row.account_key
            payee.account_name, payee.account_since = row.account_name, moment
            payee.save(update_fields=["bank", "account", "account_key", "account_name", "account_since"])
        row.outcome = "approved" if approve else "refused"
        row.decided_by, row.decided_by_name, row.decided_at = head.person_id, actor.name, moment
        row.save()
    return row
