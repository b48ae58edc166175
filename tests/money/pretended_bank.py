"""The demonstration bank without its process: its own books and reports, asked by a call instead of over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.domain.statement.files import camt053, entry
from tests.money.counting import pays
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.money import banking, collecting, importing, providers
from thanjai.money.importing import File
from thanjai.money.models import BankAccount, Invoice, Reading, Statement
from thanjai.money.providers import NotNow
from thanjai.plugins.payments.demo_bank.books import Books, Payment, Transfer
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID, DemoBank
from thanjai.plugins.payments.demo_bank.report import day_report, received

BANK = DemoBank(secret="demo-bank-secret", url="http://bank.test")


class Pretended:
    """`is_silent`: it does not answer. What `took` is told has reached the bank; `told`: its notice came too."""

    def __init__(self, folder: Path) -> None:
        self.books, self.is_silent, self.asked = Books(folder / "bank.sqlite"), False, 0

    def took(
        self, invoice: Invoice, id: str, at: datetime, satang: int | None = None, *, told: bool = True,
        biller: str = DEMO_BILLER_ID,
    ) -> None:  # fmt: skip
        amount = invoice.satang if satang is None else satang
        payment = Payment(f"P{id}", None, "normal", "", at)
        refs = (invoice.reference1, invoice.reference2)
        self.books.enter(payment, [Transfer(id, payment.id, biller, *refs, amount, at)], [])
        if told:
            pays(invoice, amount, id, paid_at=at)

    def answer(self, _base: str, _secret: str, path: str, _query: str, now: datetime) -> bytes | None:
        self.asked += 1
        if self.is_silent:
            raise NotNow("demo_bank.silent", Text(th="เงียบ", en="silent"))
        last = path.rpartition("/")[2]
        if "/payments/" in path:
            found = self.books.transfer(last)
            return received(found).model_dump_json().encode() if found else None
        return day_report(self.books, date.fromisoformat(last), now).model_dump_json().encode()

    def read(self, day: date) -> Reading:
        return collecting.collect(BANK, day)


@contextmanager
def pretending(folder: Path) -> Iterator[Pretended]:
    """Instead of the bank that settings name."""
    bank = Pretended(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_providers", {**providers._providers, BANK.id: BANK})
        patch.setattr("thanjai.plugins.payments.demo_bank.plugin.ask", bank.answer)
        yield bank
    bank.books.close()


def account_of(actor: Actor) -> BankAccount:
    with acting_as(actor):
        return banking.enter_account(actor=actor, bank="ธนาคารตัวอย่าง", number="1234567890", name="x")


def brought(actor: Actor, account: BankAccount, *lines: tuple[date, int, str], **more: Any) -> Statement:
    """A statement with these lines: day, satang, the bank's reference."""
    entries = [entry(satang, ref=ref, day=day.isoformat()) for day, satang, ref in lines]
    with acting_as(actor):
        file = File("x.xml", camt053(*entries, closing=sum(satang for _, satang, _ in lines), **more))
        return importing.bring_in(actor=actor, account_id=account.id, file=file)
