"""What an agency pays to people: taken over from those that the law knows, with the account that it pays from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import head_of
from thanjai.domain.banks import bank_code
from thanjai.domain.identity import bank_account_number
from thanjai.domain.payroll import Band
from thanjai.domain.payroll import Scheme as Figures
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.secrets import seal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.payouts.models import Scheme


@dataclass(frozen=True)
class Account:
    """Where money comes from or goes to, as it was typed."""

    bank: str
    number: str
    name: str

    def checked(self) -> Account:
        """The form that is kept. Raises Refusal on the part to mend."""
        code = bank_code(self.bank)
        try:
            number = bank_account_number(self.number)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.message, field="account") from None
        name = " ".join(self.name.split())[:140]
        if not name:
            words = Text(th="กรอกชื่อบัญชีตามสมุดบัญชี", en="Enter the account's name, as in the bank book.")
            raise Refusal("account_name", words, field="account_name")
        return Account(code, number, name)


@cache
def known() -> dict[str, dict[str, Any]]:
    """The payments that the law knows, by purpose; each with its figures and their source."""
    return dict(json.loads((Path(__file__).parent / "known.json").read_text(encoding="utf-8")))


def figures_of(scheme: Scheme) -> Figures:
    """Raises Refusal for a table that is none."""
    bands = tuple(Band(int(one["age"]), int(one["satang"])) for one in scheme.bands)
    return Figures(bands, scheme.pay_by_day, scheme.posting_days)


@transaction.atomic
def set_up(*, actor: Actor, purpose: str, account: Account) -> Scheme:
    """Take a payment over with the figures that are known now, or set another account for it; as the head."""
    head = head_of(actor)
    facts = known().get(purpose)
    if facts is None:
        raise Refusal("purpose", Text(th="เลือกประเภทการจ่ายเงิน", en="Choose what is paid."), field="purpose")
    checked = account.checked()
    with acting_as(worker_at(head.agency_id)):
        scheme, _ = Scheme.objects.update_or_create(
            agency_id=head.agency_id, purpose=purpose,
            defaults={
                **facts, "bank": checked.bank, "account": seal(checked.number), "account_name": checked.name,
                "set_by": head.person_id, "set_by_name": actor.name, "set_at": now(),
            },
        )  # fmt: skip
        figures_of(scheme)
    return scheme


def scheme_at(agency_id: UUID, id: UUID) -> Scheme:
    """Raises Refusal."""
    found = Scheme.objects.filter(pk=id, agency_id=agency_id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบประเภทการจ่ายเงินนี้", en="There is no such payment here."))
    return found
