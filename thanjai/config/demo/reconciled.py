"""What the pretended bank knows of the demonstration's payments, its reports, and a statement: so that days can be
compared three ways, and one agency has a difference of each main kind to try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from thanjai.config.demo.settling import Settled
from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.definition.base import Role
from thanjai.domain.reconciling import PATIENCE
from thanjai.domain.statement.csv_file import Layout
from thanjai.kernel.tenancy import acting_as
from thanjai.money import banking, collecting, importing, providers, selectors
from thanjai.money.importing import File
from thanjai.money.lumps import sent_on
from thanjai.money.providers import Reporting
from thanjai.money.selectors import Paid
from thanjai.plugins.payments.demo_bank.books import Books, Payment, Transfer
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID
from thanjai.plugins.payments.demo_bank.report import day_report

_BACK: Final = timedelta(days=31)
_SETTLED: Final = timedelta(days=2)
"""Younger payments are left alone: their reports, or those of the day after, are not there yet."""
_ODD: Final = 3
"""Payments of one agency that are told otherwise."""
_LAYOUT: Final = Layout(date=1, description=(2,), amount=3, bank_reference=4)
_NUMBER: Final = "1234567890"


def enter(agencies: Mapping[str, Settled], until: datetime, folder: Path) -> None:
    """Tell the bank of what was paid lately, and read what it then reports. As the platform."""
    provider = providers.get(settings.THANJAI_PAYMENT_PROVIDER)
    paid = selectors.paid_through(provider.id, until - _BACK)
    settled = bangkok_day(until) - _SETTLED
    counted = Counter(one.agency for one in paid if one.agency and bangkok_day(one.at) <= settled)
    if not counted or not isinstance(provider, Reporting):
        return
    busiest = _busiest(agencies, counted)
    transfers = [*_transfers(paid, busiest.id, settled), _lost(busiest, until)]
    first = min(bangkok_day(one.paid_at) for one in transfers)
    days = [first + timedelta(days=n) for n in range((bangkok_day(until) - first).days)]
    books = Books(folder / "bank.sqlite")
    try:
        for one in transfers:
            payment = Payment(one.payment_id, f"demo:{one.id}", "silent", "", one.paid_at)
            books.enter(payment, [one], [])
        for day in days:
            raw = day_report(books, day, until).model_dump_json().encode()
            collecting.take_apart(provider, day, raw)
    finally:
        books.close()
    _bring_statement(busiest, until)


def _busiest(agencies: Mapping[str, Settled], counted: Counter[UUID]) -> Settled:
    """Where there are payments enough for every difference, and somebody still owes something; else where most were."""

    def fit(one: Settled) -> tuple[bool, int]:
        owed = selectors.invoices_of_agency(one.id, open_only=True, limit=1)
        return bool(owed) and counted[one.id] >= _ODD, counted[one.id]

    return max(agencies.values(), key=fit)


def _transfers(paid: Sequence[Paid], odd: UUID, until: date) -> Iterator[Transfer]:
    """As they were paid; but of the last three at one agency one is less, one is missing, and one a day later."""
    last = [one.reference for one in paid if one.agency == odd and bangkok_day(one.at) <= until][-_ODD:]
    less, missing, later = (*last, "", "", "")[:3]
    for one in paid:
        told = _transfer(one.reference, one.reference1, one.reference2, one.satang, one.at)
        if one.reference == less:
            told = replace(told, satang=max(1, one.satang - 100))
        if one.reference == later:
            midnight = datetime.combine(bangkok_day(one.at) + timedelta(days=1), time(0, 0, 30), BANGKOK)
            told = replace(told, paid_at=midnight)
        if one.reference != missing:
            yield told


def _lost(agency: Settled, until: datetime) -> Transfer:
    """Somebody has paid, and no notice came; under a mistyped reference where nobody owes anything."""
    at = datetime.combine(bangkok_day(until) - timedelta(days=1), time(11, 20), BANGKOK)
    owed = selectors.invoices_of_agency(agency.id, open_only=True, limit=1)
    if not owed:
        return _transfer(f"LOST{agency.data.code}", f"{agency.data.code}000000000", "0000000000", 20_000, at)
    one = owed[0]
    return _transfer(f"LOST{one.number}", one.reference1, one.reference2, one.satang, at)


def _transfer(id: str, reference1: str, reference2: str, satang: int, at: datetime) -> Transfer:
    return Transfer(id, f"P{id}", DEMO_BILLER_ID, reference1, reference2, satang, at)


def _bring_statement(agency: Settled, until: datetime) -> None:
    """The lumps of these days but one that is overdue, and interest from before it, as the cashier brings them in."""
    today = bangkok_day(until)
    lumps = sorted(sent_on(agency.id, today - _BACK, today - timedelta(days=1)), key=lambda one: one.day)
    overdue = next((one for one in reversed(lumps) if today - one.day > PATIENCE), None)
    begin = (overdue.day if overdue else today) - timedelta(days=1)
    rows = ["date,words,amount,reference", _row(begin, "ดอกเบี้ย", 1_234, "")]
    rows += [_row(one.day, "", one.satang, one.reference) for one in lumps if one is not overdue and one.day >= begin]
    actor = agency.officer(Role.CASHIER).actor
    with acting_as(actor):
        account = banking.enter_account(actor=actor, bank="ธนาคารตัวอย่าง", number=_NUMBER, name="เงินรายได้")
        banking.set_layout(actor=actor, account_id=account.id, layout=_LAYOUT)
        file = File("statement.csv", "\n".join(rows).encode())
        importing.bring_in(actor=actor, account_id=account.id, file=file)


def _row(day: date, words: str, satang: int, reference: str) -> str:
    return f"{day.isoformat()},{words},{satang // 100}.{satang % 100:02},{reference}"
