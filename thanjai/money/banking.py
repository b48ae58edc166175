"""The agency's bank accounts, and how their banks' tables are laid out."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.csv_file import Layout, as_data
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.desk import cashier_of
from thanjai.money.models import BankAccount

_LONGEST_NUMBER = 15


@transaction.atomic
def enter_account(*, actor: Actor, bank: str, number: str, name: str) -> BankAccount:
    """Enter an account whose statements are to be brought in. Raises Refusal that names the field."""
    member = cashier_of(actor)
    figures = "".join(str(int(sign)) for sign in number if sign.isdecimal())
    for field, text, words in (
        ("bank", bank, Text(th="กรอกชื่อธนาคารและสาขา", en="Enter the bank and its branch.")),
        ("name", name, Text(th="กรอกชื่อบัญชี", en="Enter the name of the account.")),
    ):
        if not text.strip():
            raise Refusal(field, words, field=field)
    if not 10 <= len(figures) <= _LONGEST_NUMBER or number.strip(" -0123456789๐๑๒๓๔๕๖๗๘๙"):
        raise Refusal(
            "number",
            Text(th="กรอกเลขที่บัญชี 10 ถึง 15 หลัก", en="Enter the account's number, 10 to 15 figures."),
            field="number",
        )
    if BankAccount.objects.filter(agency_id=member.agency_id, number=figures).exists():
        raise Refusal("account_known", Text(th="บันทึกบัญชีนี้ไว้แล้ว", en="This account was entered already."), field="number")
    with acting_as(worker_at(member.agency_id)):
        return BankAccount.objects.create(
            agency_id=member.agency_id, bank=bank.strip()[:100], number=figures, name=name.strip()[:200],
            entered_by=member.person_id, entered_by_name=actor.name, entered_at=now(),
        )  # fmt: skip


@transaction.atomic
def set_layout(*, actor: Actor, account_id: UUID, layout: Layout) -> None:
    """Say which column of the account's tables holds what. Raises Refusal."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        row = account(member.agency_id, account_id, lock=True)
        row.layout = as_data(layout)
        row.save(update_fields=["layout"])


def account(agency_id: UUID, id: UUID, *, lock: bool = False) -> BankAccount:
    """Raises Refusal no_such_bank_account."""
    rows = BankAccount.objects.select_for_update() if lock else BankAccount.objects.all()
    found = rows.filter(agency_id=agency_id, pk=id).first()
    if found is None:
        raise Refusal("no_such_bank_account", Text(th="ไม่พบบัญชีธนาคารนี้", en="There is no such bank account."))
    return found


def accounts_of(agency_id: UUID) -> list[BankAccount]:
    return list(BankAccount.objects.filter(agency_id=agency_id).order_by("bank", "number"))
