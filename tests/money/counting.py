"""Helpers for stories of money: an agency with a cashier and a head, invoices, and what stands in the books."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.money.test_money import notice_of, take
from tests.world import World
from thanjai.domain.definition.base import Role
from thanjai.domain.tills import Way
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import books, counter
from thanjai.money.actions import raise_invoice
from thanjai.money.counter import Handed
from thanjai.money.models import Invoice, Notice
from thanjai.money.receipting import Printed


def cashier(world: World, name: str = "การเงิน") -> Actor:
    return world.colleague(name, Role.CASHIER)


def owing(world: World, satang: int = 100_000, pay_by: date | None = None, payer: str = "นายสมชาย ใจดี") -> Invoice:
    """A fee that nobody's case waits for."""
    with acting_as(worker_at(world.agency)):
        return raise_invoice(
            agency_id=world.agency, subject=uuid4(), purpose="test", payer=payer, pay_by=pay_by,
            lines=[{"title": {"th": "ค่าธรรมเนียม", "en": "Fee"}, "satang": satang}],
        )  # fmt: skip


def hand(actor: Actor, invoice: Invoice, satang: int, way: Way = Way.CASH, **more: Any) -> Any:
    """Money handed over at the counter."""
    handed = Handed(
        key=more.pop("key", None) or uuid4(), way=way, satang=satang, tendered=more.pop("tendered", satang),
        evidence="" if way is Way.CASH else "CH-001", **more,
    )  # fmt: skip
    with acting_as(actor):
        return counter.take(actor=actor, invoice_id=invoice.id, handed=handed)


def pays(invoice: Invoice, satang: int, id: str, paid_at: datetime | None = None) -> Notice:
    """The bank says that money came."""
    return take(notice_of(invoice, satang=satang, id=id, paid_at=paid_at), id=id)


def again(world: World, invoice: Invoice) -> Invoice:
    with acting_as(world.officer):
        return Invoice.objects.get(pk=invoice.pk)


def balances(world: World) -> dict[str, int]:
    """What stands in the agency's books, without what is nothing."""
    with acting_as(world.officer):
        assert books.unbalanced() == []
        return {name: total for name, total in books.balances(world.agency).items() if total}


def printed(book: UUID, number: int) -> Printed:
    return Printed(book, number)
