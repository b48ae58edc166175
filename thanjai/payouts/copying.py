"""What is kept of somebody as a payee, for the copy of their data: themselves, their account, and each payment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.domain.banks import BANKS
from thanjai.domain.text import Text
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.payouts.models import Payee, RollLine
from thanjai.payouts.register import FACTS, person_key


@dataclass(frozen=True)
class Payment:
    """One month's payment; `outcome` is paid, returned, or empty while nobody has said."""

    month: date
    satang: int
    way: str
    roll: str
    outcome: str


@dataclass(frozen=True)
class PaidTo:
    """Somebody on an agency's register of payees. `days` are what it has noted, by name."""

    agency: Text
    title: Text
    national_id: str
    name: str
    birth: str
    email: str
    bank: Text | None
    account: str
    account_name: str
    days: dict[str, date]
    payments: tuple[Payment, ...]


def paid_to(agency_id: UUID, *, case_ids: Collection[UUID], national_id: str = "") -> list[PaidTo]:
    """Of whom these cases have entered, or who has this national number, at one agency."""
    whose = Q(case_id__in=case_ids)
    if national_id:
        whose |= Q(person_key=person_key(national_id))
    with acting_as(worker_at(agency_id)):
        rows = Payee.objects.filter(whose, agency_id=agency_id, erased_at=None).select_related("scheme")
        return [_one(row) for row in rows.order_by("entered_at")]


def _one(row: Payee) -> PaidTo:
    lines = RollLine.objects.filter(payee=row).exclude(roll__state="cancelled").select_related("roll")
    return PaidTo(
        agency=name_of(agency_by_id(row.agency_id)), title=Text(**row.scheme.title),
        national_id=unseal(row.national_id) if row.national_id else "", name=row.name, birth=row.birth, email=row.email,
        bank=BANKS.get(row.bank), account=unseal(row.account) if row.account else "", account_name=row.account_name,
        days={name: day for name in ("pay_from", "removed_on", *FACTS) if (day := getattr(row, name))},
        payments=tuple(
            Payment(one.month, one.satang, one.roll.way, one.roll.number, one.outcome)
            for one in lines.order_by("month", "roll__made_at")
        ),
    )  # fmt: skip
